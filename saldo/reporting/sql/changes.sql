-- One row per currency and step from the balance before $start to the balance at $as_of (rules 4, 9).
-- stands on: entry_steps
with summed as (
    select currency, if(entry_date < $start, 'opening', step) as step, amount
    from entry_steps
),
steps as (
    select step, position
    from unnest($steps) with ordinality as s (step, position)
),
counted as (
    select currency, step, sum(amount) as amount, count(*) as entries
    from summed
    group by currency, step
    union all
    select currency, 'closing' as step, sum(amount) as amount, count(*) as entries
    from summed
    group by currency
)
select
    c.currency,
    s.step,
    cast(coalesce(m.amount, 0) as decimal(18, 4)) as amount,
    coalesce(m.entries, 0) as entries
from (select distinct currency from summed) c
cross join steps s
left join counted m using (currency, step)
order by c.currency, s.position
