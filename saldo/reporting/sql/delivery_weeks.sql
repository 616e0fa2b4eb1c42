-- One row per account, site and ISO week (named by its Monday) from $start to $end in which order lines
-- fall due by the baseline asked for, and what became of them at $as_of (rules 20, 21). Cancelled
-- lines left out.
-- stands on: order_state
with due as (
    select
        customer_no,
        cast(date_trunc('week', due_on) as date) as week,
        site_no,
        if(knows_delivery, 'delivered', 'shipped') as measure,
        completed,
        due_on,
        is_late
    from order_state
    where cancelled is null
        and due_on between $start and $end
        and ($site is null or site_no = $site)
),
named as (
    select s.customer_no, s.site_no, s.name
    from sites s
    join scope using (customer_no)
)
select
    d.customer_no,
    d.week,
    d.site_no,
    n.name as site_name,
    d.measure,
    count(*) as lines,
    count(*) filter (d.completed <= d.due_on) as on_time,
    count(*) filter (d.completed > d.due_on) as late,
    count(*) filter (d.is_late) as late_now,
    count(*) filter (d.completed is null and not d.is_late) as to_come
from due d
left join named n using (customer_no, site_no)
group by d.customer_no, d.week, d.site_no, n.name, d.measure
order by d.week, d.measure, d.customer_no, d.site_no
