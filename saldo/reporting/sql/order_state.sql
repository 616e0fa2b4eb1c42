-- One row per order line placed by $as_of, as it stood then (rules 7, 19, 20, 21). `completed` is the
-- day all of it was delivered, or shipped where the source knows shipments only; `due_on` the day by
-- the baseline asked for (the requested one where nothing was confirmed).
with placed as (
    select m.*
    from order_milestones m
    join scope using (customer_no)
    where m.ordered_on <= $as_of
),
given as (
    select
        p.customer_no,
        p.company_no,
        p.order_no,
        p.line_no,
        p.given_on,
        p.promised_on,
        lag(p.promised_on) over (
            partition by p.customer_no, p.company_no, p.order_no, p.line_no order by p.position
        ) as replaced
    from order_promises p
    join scope using (customer_no)
    where p.given_on <= $as_of and p.promised_on is not null
),
promised as (
    select
        customer_no,
        company_no,
        order_no,
        line_no,
        count(*) as promises,
        min(given_on) as confirmed_on,
        arg_min(promised_on, given_on) as first_confirmed,
        arg_max(promised_on, given_on) as latest_confirmed,
        count(*) filter (promised_on > replaced) as slips
    from given
    group by customer_no, company_no, order_no, line_no
),
happened as (
    select
        e.customer_no,
        e.company_no,
        e.order_no,
        e.line_no,
        max(e.event_on) filter (e.kind = 'shipped') as shipped,
        min(e.event_on) filter (e.kind = 'shipped') as first_shipped,
        min(e.event_on) filter (e.kind = 'delivered') as first_delivered,
        max(e.event_on) filter (e.kind = 'delivered') as last_delivered,
        sum(e.quantity) filter (e.kind = 'delivered') as delivered_qty,
        sum(e.quantity) filter (e.kind = 'shipped') as shipped_qty,
        sum(e.quantity) filter (e.kind = 'cancelled') as cancelled_qty,
        arg_max(e.kind, e.event_on) as last_kind
    from delivery_events e
    join scope using (customer_no)
    where e.event_on <= $as_of
    group by e.customer_no, e.company_no, e.order_no, e.line_no
),
masked as (
    select
        l.customer_no,
        l.company_no,
        l.order_no,
        l.line_no,
        l.purchase_order,
        l.ordered_on,
        l.product_no,
        l.description,
        l.category,
        l.site_no,
        l.currency,
        l.ordered_qty,
        l.unit,
        l.unit_price,
        l.requested,
        p.first_confirmed,
        p.latest_confirmed,
        p.confirmed_on,
        coalesce(p.promises, 0) as promises,
        coalesce(p.slips, 0) as slips,
        coalesce(p.latest_confirmed - p.first_confirmed, 0) as slip_days,
        coalesce(if(l.shipped <= $as_of, l.shipped, null), h.shipped) as shipped,
        if(l.delivered <= $as_of, l.delivered, null) as delivered,
        if(l.first_delivered <= $as_of, l.first_delivered, null) as first_delivered,
        if(l.knows_delivery, h.first_delivered, h.first_shipped) as first_came,
        if(l.knows_delivery, h.last_delivered, h.shipped) as last_came,
        h.first_shipped,
        if(l.invoiced <= $as_of, l.invoiced, null) as invoiced,
        if(l.cancelled <= $as_of, l.cancelled, null) as cancelled,
        l.last_event is null or l.last_event <= $as_of as is_final,
        if(is_final or l.shipped <= $as_of, l.shipped_qty, coalesce(h.shipped_qty, 0))
            as shipped_qty,
        if(is_final or l.delivered <= $as_of, l.delivered_qty, coalesce(h.delivered_qty, 0))
            as delivered_qty,
        l.ordered_qty - coalesce(h.cancelled_qty, 0) as wanted_qty,
        l.knows_delivery,
        l.milestone as final_milestone,
        h.last_kind
    from placed l
    left join promised p using (customer_no, company_no, order_no, line_no)
    left join happened h using (customer_no, company_no, order_no, line_no)
),
completed as (
    select
        *,
        case
            when knows_delivery then delivered
            when shipped_qty >= wanted_qty then shipped
        end as completed
    from masked
),
judged as (
    select
        *,
        case
            when is_final then final_milestone
            when cancelled is not null and completed is null then 'cancelled'
            when invoiced is not null and (completed is not null or shipped is null)
                then 'invoiced'
            when delivered is not null then 'delivered'
            when last_kind = 'back_ordered' then 'back_ordered'
            when shipped is not null then 'shipped'
            when promises > 0 or last_kind = 'confirmed' then 'confirmed'
            else 'created'
        end as milestone,
        case $baseline
            when 'requested' then requested
            when 'first_confirmed' then coalesce(first_confirmed, requested)
            else coalesce(latest_confirmed, requested)
        end as due_on
    from completed
)
select
    * exclude (is_final, final_milestone, last_kind),
    case
        when cancelled is null and due_on is not null
            then cast(greatest(coalesce(completed, $as_of) - due_on, 0) as integer)
    end as late_days,
    completed is null and cancelled is null and coalesce(due_on < $as_of, false) as is_late
from judged
