-- One row per ISO week (named by its Monday) from $start to $end in which order lines fall due by the
-- baseline asked for, and what became of them at $as_of (rules 20, 21). Cancelled lines left out.
-- stands on: order_state
with due as (
    select
        cast(date_trunc('week', due_on) as date) as week,
        if(knows_delivery, 'delivered', 'shipped') as measure,
        completed,
        due_on,
        is_late
    from order_state
    where cancelled is null
        and due_on between $start and $end
        and ($site is null or site_no = $site)
)
select
    week,
    measure,
    count(*) as lines,
    count(*) filter (completed <= due_on) as on_time,
    count(*) filter (completed > due_on) as late,
    count(*) filter (is_late) as late_now,
    count(*) filter (completed is null and not is_late) as to_come
from due
group by week, measure
order by week, measure
