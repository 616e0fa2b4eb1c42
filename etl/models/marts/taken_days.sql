-- One row per line and billable day that an earlier line for the same charge has billed.
-- Key: line_id, day.
with spans as (
    select
        m.customer_no, m.line_id, greatest(m.first_day, l.installed_on) as first_day,
        least(m.last_day, l.liable_to) as last_day
    from lines_met m
    join billed_lines l using (line_id)
),

steps as (
    select *, unnest(range(0, greatest(last_day - first_day + 1, 0))) as step
    from spans
),

days as (
    select distinct customer_no, line_id, first_day + cast(step as integer) as day
    from steps
)

select * from days
order by customer_no, line_id, day
