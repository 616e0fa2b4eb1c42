-- One row per measure (delivered, or shipped where the source knows shipments only): how many of
-- the order lines that the filters choose stand how at $as_of (rules 19, 20).
-- stands on: order_state, orders_chosen
with judged as (
    select
        *,
        completed is null and cancelled is null as is_open,
        if(knows_delivery, 'delivered', 'shipped') as measure
    from orders_chosen
)
select
    measure,
    count(*) as lines,
    count(*) filter (is_open) as open,
    count(*) filter (is_late) as late,
    count(*) filter (is_open and slips > 0) as slipped,
    count(*) filter (is_open and slips > 1) as slipped_twice,
    count(completed) as delivered,
    count(latest_confirmed) as confirmed,
    max(late_days) filter (is_late) as longest_late,
    min(due_on) filter (is_open and not is_late) as next_due
from judged
group by measure
order by measure
