-- One row per baseline and measure: order lines whose date by that baseline fell from $start to $end
-- and has been met or has passed at $as_of, and how many were complete by it (rule 20). `measure` is
-- delivered, or shipped where the source knows shipments only. Cancelled lines are left out.
-- stands on: order_state
with baselines as (
    select *
    from (values ('requested', 1), ('first_confirmed', 2), ('latest_confirmed', 3))
        as b (baseline, position)
),
dated as (
    select
        b.baseline,
        b.position,
        if(s.knows_delivery, 'delivered', 'shipped') as measure,
        s.completed,
        case b.baseline
            when 'requested' then s.requested
            when 'first_confirmed' then s.first_confirmed
            else s.latest_confirmed
        end as due_on
    from order_state s
    cross join baselines b
    where s.cancelled is null and ($site is null or s.site_no = $site)
)
select
    baseline,
    measure,
    count(*) as lines,
    count(*) filter (completed <= due_on) as on_time,
    count(completed) as in_full
from dated
where due_on between $start and $end and (completed is not null or due_on < $as_of)
group by baseline, position, measure
order by measure, position
