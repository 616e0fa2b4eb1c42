-- One row per account, baseline, measure, month, category and site: order lines whose date by that
-- baseline fell from $start to $end and has been met or has passed at $as_of (rule 20). `on_time` are
-- those all of which came by that day, `partly` those of which some did, `in_full` those that have
-- all come by now. `measure` is delivered, or shipped where the source knows shipments only.
-- Cancelled lines are left out.
-- stands on: order_state
with baselines as (
    select *
    from (values ('requested', 1), ('first_confirmed', 2), ('latest_confirmed', 3))
        as b (baseline, position)
),
dated as (
    select
        s.customer_no,
        b.baseline,
        b.position,
        if(s.knows_delivery, 'delivered', 'shipped') as measure,
        coalesce(s.category, 'other') as category,
        s.site_no,
        s.completed,
        s.first_came,
        case b.baseline
            when 'requested' then s.requested
            when 'first_confirmed' then s.first_confirmed
            else s.latest_confirmed
        end as due_on
    from order_state s
    cross join baselines b
    where s.cancelled is null and ($site is null or s.site_no = $site)
),
named as (
    select s.customer_no, s.site_no, s.name
    from sites s
    join scope using (customer_no)
),
due as (
    select *, coalesce(completed <= due_on, false) as in_time
    from dated
    where due_on between $start and $end and (completed is not null or due_on < $as_of)
)
select
    d.customer_no,
    d.baseline,
    d.measure,
    cast(date_trunc('month', d.due_on) as date) as month,
    d.category,
    d.site_no,
    n.name as site_name,
    count(*) as lines,
    count(*) filter (d.in_time) as on_time,
    count(*) filter (not d.in_time and d.first_came <= d.due_on) as partly,
    count(d.completed) as in_full
from due d
left join named n using (customer_no, site_no)
group by all
order by d.measure, max(d.position), month, d.customer_no, d.category, d.site_no
