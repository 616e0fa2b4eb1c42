-- One row per currency and day on which the balance changed, with $start and $end (rules 2, 9):
-- the steps of the line over all accounts in scope.
with moved as (
    select currency, greatest(balance_date, $start) as date, sum(movement) as movement
    from daily_balance
    join scope using (customer_no)
    where balance_date <= $end and ($currency is null or currency = $currency)
    group by all
),
edges as (
    select m.currency, e.date, 0 as movement
    from (select distinct currency from moved) m
    cross join (values ($start), ($end)) as e (date)
),
steps as (
    select currency, date, sum(movement) as movement
    from (from moved union all from edges)
    group by currency, date
)
select
    currency,
    date,
    cast(sum(movement) over (partition by currency order by date) as decimal(18, 4)) as balance
from steps
order by currency, date
