-- One row per order line: how far it has come, by day (rules 19 to 21).
-- Key: company_no, order_no, line_no. Quantities are cumulative: shipped and delivered are the days
-- on which the whole quantity was reached, less what was cancelled; an event without a quantity
-- means all that was left, a line of no quantity is cancelled the day it was ordered. knows_delivery
-- is false where a company's source reports shipments only.
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

noted as (
    select
        company_no, order_no, line_no,
        coalesce(sum(quantity) filter (where kind = 'cancelled'), 0) as cancelled_qty,
        count(*) filter (where kind = 'cancelled' and quantity is null) > 0 as rest_cancelled,
        max(event_on) filter (where kind = 'cancelled') as cancelled_on,
        count(*) filter (where kind = 'shipped') as shipments,
        coalesce(sum(quantity) filter (where kind = 'shipped'), 0) as shipped_sum,
        count(*) filter (where kind = 'shipped' and quantity is null) > 0 as rest_shipped,
        max(event_on) filter (where kind = 'shipped') as last_shipped,
        count(*) filter (where kind = 'delivered') as deliveries,
        coalesce(sum(quantity) filter (where kind = 'delivered'), 0) as delivered_sum,
        count(*) filter (where kind = 'delivered' and quantity is null) > 0 as rest_delivered,
        min(event_on) filter (where kind = 'delivered') as first_delivered,
        max(event_on) filter (where kind = 'delivered') as last_delivered,
        max(event_on) filter (where kind = 'back_ordered') as back_ordered,
        min(event_on) filter (where kind = 'confirmed') as confirmed_on,
        max(event_on) as last_event
    from delivery_events
    group by company_no, order_no, line_no
),

wanted as (
    select
        n.*, l.quantity - n.cancelled_qty as wanted_qty,
        case
            when n.rest_shipped then greatest(n.shipped_sum, l.quantity - n.cancelled_qty)
            else n.shipped_sum
        end as shipped_qty,
        case
            when n.rest_delivered then greatest(n.delivered_sum, l.quantity - n.cancelled_qty)
            else n.delivered_sum
        end as delivered_qty
    from noted n
    join order_lines l using (company_no, order_no, line_no)
),

-- only where a line moved in several parts, the day the whole was reached takes a running sum
parts as (
    select
        e.company_no, e.order_no, e.line_no, e.kind, e.event_on, w.wanted_qty,
        greatest(
            sum(e.quantity) over so_far,
            case when bool_or(e.quantity is null) over so_far then w.wanted_qty end
        ) as reached
    from delivery_events e
    join (from wanted where shipments > 1 or deliveries > 1) w
        using (company_no, order_no, line_no)
    where e.kind in ('shipped', 'delivered')
    window so_far as (
        partition by e.company_no, e.order_no, e.line_no, e.kind order by e.event_on, e.event_no
    )
),

in_parts as (
    select
        company_no, order_no, line_no,
        min(event_on) filter (where kind = 'shipped') as shipped_whole,
        min(event_on) filter (where kind = 'delivered') as delivered
    from parts
    where reached >= wanted_qty
    group by company_no, order_no, line_no
),

moved as (
    select
        w.* exclude (shipped_sum, delivered_sum, rest_shipped, rest_delivered, last_delivered),
        case
            when shipments > 1 or deliveries > 1 then p.shipped_whole
            when shipped_qty >= wanted_qty then last_shipped
        end as shipped_whole,
        case
            when shipments > 1 or deliveries > 1 then p.delivered
            when delivered_qty >= wanted_qty then last_delivered
        end as delivered
    from wanted w
    left join in_parts p using (company_no, order_no, line_no)
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

placed as (
    select
        o.company_no, o.order_no, o.ordered_on, o.purchase_order, o.site_no, o.cancelled_on,
        i.invoiced, r.company_no is not null as knows_delivery
    from orders o
    left join invoiced_orders i using (company_no, order_no)
    left join (
        select distinct company_no from delivery_events where kind = 'delivered'
    ) r using (company_no)
),

gathered as (
    select
        l.customer_no, l.company_no, l.order_no, l.line_no, o.purchase_order, o.ordered_on,
        l.product_no, l.description, coalesce(l.category, g.category) as category,
        coalesce(l.site_no, o.site_no) as site_no, l.quantity as ordered_qty, l.unit, l.unit_price,
        l.currency, l.requested_on as requested, p.first_confirmed, p.latest_confirmed,
        coalesce(p.promises, 0) as promises, coalesce(p.slips, 0) as slips,
        p.latest_confirmed - p.first_confirmed as slip_days,
        coalesce(m.shipped_whole, m.last_shipped) as shipped,
        cast(coalesce(m.shipped_qty, 0) as decimal(28, 10)) as shipped_qty,
        m.delivered, m.first_delivered,
        cast(coalesce(m.delivered_qty, 0) as decimal(28, 10)) as delivered_qty,
        o.knows_delivery, coalesce(i.invoiced, o.invoiced) as invoiced,
        case
            when m.rest_cancelled or o.cancelled_on is not null or m.wanted_qty <= 0
                then least(m.cancelled_on, o.cancelled_on)
            when l.quantity <= 0 then o.ordered_on
        end as cancelled,
        case
            when m.delivered is not null then true
            else not o.knows_delivery and m.shipped_whole is not null
        end as arrived,
        coalesce(m.last_shipped, m.first_delivered) as last_moved, m.back_ordered,
        coalesce(p.confirmed_on, m.confirmed_on) as confirmed,
        greatest(
            o.ordered_on, o.cancelled_on, p.last_given, m.last_event, i.invoiced, o.invoiced
        ) as last_event
    from order_lines l
    join placed o using (company_no, order_no)
    left join products g using (product_no)
    left join promised p using (company_no, order_no, line_no)
    left join moved m using (company_no, order_no, line_no)
    left join invoiced_lines i using (company_no, order_no, line_no)
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
