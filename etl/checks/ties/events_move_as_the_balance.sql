-- On every day an account's open items change by what its balance changes (rules 9, 10):
-- an allocation, within one account and currency, changes neither.
with moved as (
    select customer_no, currency, event_date as balance_date, sum(amount) as movement
    from item_events
    group by customer_no, currency, event_date
)

select
    customer_no, currency, coalesce(m.movement, 0) - coalesce(b.movement, 0) as difference
from moved m
full join daily_balance b using (customer_no, currency, balance_date)
where coalesce(m.movement, 0) <> coalesce(b.movement, 0)
