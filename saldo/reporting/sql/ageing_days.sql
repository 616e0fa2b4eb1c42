-- One row per customer, currency and number of days overdue, or since the invoice date (rule 11):
-- what is open at $as_of. Without a number: unapplied.
-- stands on: open_amounts
with aged as (
    select customer_no, currency, days, sum(open_amount) as amount, count(*) as items
    from open_amounts
    where $currency is null or currency = $currency
    group by customer_no, currency, days
)
select
    customer_no,
    currency,
    days,
    cast(amount as decimal(18, 4)) as amount,
    cast(items as bigint) as items
from aged
order by customer_no, currency, days nulls last
