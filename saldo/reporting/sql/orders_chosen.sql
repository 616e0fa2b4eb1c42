-- One row per order line that the filters choose, as it stood at $as_of (rules 19, 20, 21). Status
-- `due` is what on time is counted over: lines whose date by the baseline fell from $start to $end
-- and has been met or has passed; `planned` all that fall due then; else the period is of order
-- dates. A search looks in numbers, items, serial numbers, sites and dates.
-- stands on: order_state
with dated as (
    select
        o.*,
        case $baseline
            when 'requested' then o.requested
            when 'first_confirmed' then o.first_confirmed
            else o.latest_confirmed
        end as baseline_date
    from order_state o
),
named as (
    select s.customer_no, s.site_no, s.name
    from sites s
    join scope using (customer_no)
),
sent as (
    select distinct e.customer_no, e.company_no, e.order_no, e.line_no
    from delivery_events e
    join scope using (customer_no)
    where e.event_on <= $as_of and contains(lower(e.serial_nos), $search)
),
billed as (
    select distinct i.customer_no, i.company_no, i.order_no, i.order_line_no as line_no
    from invoice_lines i
    join scope using (customer_no)
    where i.order_no is not null and contains(lower(i.serial_no), $search)
),
searched as (
    select
        d.*,
        s.line_no is not null or b.order_no is not null as has_serial,
        concat_ws(
            ' ', d.order_no, d.purchase_order, d.product_no, d.description, d.site_no, n.name,
            d.ordered_on, d.requested, d.latest_confirmed, d.completed
        ) as words
    from dated d
    left join named n using (customer_no, site_no)
    left join sent s using (customer_no, company_no, order_no, line_no)
    left join billed b on b.customer_no = d.customer_no
        and b.company_no = d.company_no
        and b.order_no = d.order_no
        and coalesce(b.line_no, d.line_no) = d.line_no
),
chosen as (
    select * exclude (baseline_date, has_serial, words)
    from searched
    where ($status in ('due', 'planned') or $start is null or ordered_on >= $start)
        and ($status in ('due', 'planned') or $end is null or ordered_on <= $end)
        and ($currency is null or currency = $currency)
        and ($site is null or site_no = $site)
        and ($category is null or coalesce(category, 'other') = $category)
        and ($search is null or has_serial or contains(lower(words), $search))
        and case $status
            when 'open' then completed is null and cancelled is null
            when 'at_risk' then completed is null and cancelled is null
            when 'late' then is_late
            when 'slipped' then slips > 0 and completed is null and cancelled is null
            when 'delivered' then completed is not null
            when 'cancelled' then cancelled is not null
            when 'planned' then cancelled is null and due_on between $start and $end
            when 'due' then cancelled is null
                and baseline_date between $start and $end
                and (completed is not null or baseline_date < $as_of)
            else true
        end
)
select * from chosen
