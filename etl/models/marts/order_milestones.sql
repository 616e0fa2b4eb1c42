-- One row per order line: how far it has come, by day (rules 19 to 21).
-- Key: company_no, order_no, line_no. Quantities are cumulative: shipped and delivered are the days
-- on which the whole quantity was reached, less what was cancelled; an event without a quantity
-- means all that was left. knows_delivery is false where a company's source reports shipments only.
-- Checks: delivered is null or delivered_qty >= ordered_qty less what was cancelled.
with promised as (
    select
        company_no, order_no, line_no, cast(count(*) as integer) as promises,
        min_by(promised_on, position) as first_confirmed,
        max_by(promised_on, position) as latest_confirmed,
        cast(count(*) filter (where promised_on > before) as integer) as slips,
        min(given_on) as confirmed_on, max(given_on) as last_given
    from (
        select
            *,
            lag(promised_on) over (
                partition by company_no, order_no, line_no order by position
            ) as before
        from order_promises
    )
    group by company_no, order_no, line_no
),

cancellations as (
    select
        company_no, order_no, line_no,
        cast(coalesce(sum(quantity), 0) as decimal(28, 10)) as cancelled_qty,
        bool_or(quantity is null) as rest_cancelled, max(event_on) as cancelled_on
    from delivery_events
    where kind = 'cancelled'
    group by company_no, order_no, line_no
),

lines as (
    select
        l.*, o.ordered_on, o.purchase_order, o.cancelled_on as order_cancelled_on,
        coalesce(l.site_no, o.site_no) as at_site, c.cancelled_on,
        coalesce(c.rest_cancelled, false) as rest_cancelled,
        l.quantity - coalesce(c.cancelled_qty, 0) as wanted_qty
    from order_lines l
    join orders o using (company_no, order_no)
    left join cancellations c using (company_no, order_no, line_no)
),

moves as (
    select
        e.company_no, e.order_no, e.line_no, e.kind, e.event_on, l.wanted_qty,
        greatest(
            sum(e.quantity) over so_far,
            case when bool_or(e.quantity is null) over so_far then l.wanted_qty end
        ) as reached
    from delivery_events e
    join lines l using (company_no, order_no, line_no)
    where e.kind in ('shipped', 'delivered')
    window so_far as (
        partition by e.company_no, e.order_no, e.line_no, e.kind order by e.event_on, e.event_no
    )
),

moved as (
    select
        company_no, order_no, line_no,
        min(event_on) filter (where kind = 'shipped' and reached >= wanted_qty) as shipped_whole,
        max(event_on) filter (where kind = 'shipped') as last_shipped,
        max(reached) filter (where kind = 'shipped') as shipped_qty,
        min(event_on) filter (where kind = 'delivered' and reached >= wanted_qty) as delivered,
        min(event_on) filter (where kind = 'delivered') as first_delivered,
        max(reached) filter (where kind = 'delivered') as delivered_qty
    from moves
    group by company_no, order_no, line_no
),

noted as (
    select
        company_no, order_no, line_no,
        max(event_on) filter (where kind = 'back_ordered') as back_ordered,
        min(event_on) filter (where kind = 'confirmed') as confirmed_on, max(event_on) as last_event
    from delivery_events
    group by company_no, order_no, line_no
),

-- a line's own invoice line; where its order's invoices name no lines, the order's first invoice
invoiced_lines as (
    select
        l.company_no, coalesce(l.order_no, i.order_no) as order_no, l.order_line_no as line_no,
        min(i.issue_date) as invoiced
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    where l.class = 'invoice' and l.order_line_no is not null
    group by l.company_no, coalesce(l.order_no, i.order_no), l.order_line_no
),

invoiced_orders as (
    select company_no, order_no, min(issue_date) as invoiced
    from (
        select company_no, order_no, issue_date
        from invoices
        where class = 'invoice' and order_no is not null
        union all
        select l.company_no, l.order_no, i.issue_date
        from invoice_lines l
        join invoices i using (company_no, class, invoice_no)
        where l.class = 'invoice' and l.order_no is not null and l.order_line_no is null
    )
    anti join invoiced_lines using (company_no, order_no)
    group by company_no, order_no
),

companies_with_receipts as (
    select distinct company_no, true as knows_delivery
    from delivery_events
    where kind = 'delivered'
),

gathered as (
    select
        l.customer_no, l.company_no, l.order_no, l.line_no, l.purchase_order, l.ordered_on,
        l.product_no, l.description, coalesce(l.category, g.category) as category,
        l.at_site as site_no, l.quantity as ordered_qty, l.unit, l.unit_price, l.currency,
        l.requested_on as requested, p.first_confirmed, p.latest_confirmed,
        coalesce(p.promises, 0) as promises, coalesce(p.slips, 0) as slips,
        p.latest_confirmed - p.first_confirmed as slip_days,
        coalesce(m.shipped_whole, m.last_shipped) as shipped,
        cast(coalesce(m.shipped_qty, 0) as decimal(28, 10)) as shipped_qty,
        m.delivered, m.first_delivered,
        cast(coalesce(m.delivered_qty, 0) as decimal(28, 10)) as delivered_qty,
        coalesce(r.knows_delivery, false) as knows_delivery,
        coalesce(il.invoiced, io.invoiced) as invoiced,
        case
            when l.rest_cancelled or l.order_cancelled_on is not null or l.wanted_qty <= 0
                then least(l.cancelled_on, l.order_cancelled_on)
        end as cancelled,
        case
            when m.delivered is not null then true
            else not coalesce(r.knows_delivery, false) and m.shipped_whole is not null
        end as arrived,
        coalesce(m.last_shipped, m.first_delivered) as last_moved, n.back_ordered,
        coalesce(p.confirmed_on, n.confirmed_on) as confirmed,
        greatest(
            l.ordered_on, l.order_cancelled_on, p.last_given, n.last_event, il.invoiced, io.invoiced
        ) as last_event
    from lines l
    left join products g using (product_no)
    left join promised p using (company_no, order_no, line_no)
    left join moved m using (company_no, order_no, line_no)
    left join noted n using (company_no, order_no, line_no)
    left join invoiced_lines il using (company_no, order_no, line_no)
    left join invoiced_orders io using (company_no, order_no)
    left join companies_with_receipts r using (company_no)
),

milestones as (
    select
        * exclude (arrived, last_moved, back_ordered, confirmed, last_event),
        case
            when cancelled is not null and not arrived then 'cancelled'
            when invoiced is not null and (arrived or last_moved is null) then 'invoiced'
            when delivered is not null then 'delivered'
            when not arrived and back_ordered >= coalesce(last_moved, back_ordered)
                then 'back_ordered'
            when last_moved is not null then 'shipped'
            when confirmed is not null then 'confirmed'
            else 'created'
        end as milestone,
        last_event
    from gathered
)

select * from milestones
order by customer_no
