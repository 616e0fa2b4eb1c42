-- One row per currency: the balance counted three ways at $as_of, and what they differ by (rule 10).
-- stands on: open_amounts, open_posts
with entered as (
    select currency, sum(amount) filter (entry_date <= $as_of) as amount
    from ledger_entries
    join scope using (customer_no)
    where $currency is null or currency = $currency
    group by currency
),
listed as (
    select currency, sum(open_amount) as amount
    from open_posts
    group by currency
),
bucketed as (
    select currency, sum(open_amount) as amount
    from open_amounts
    where bucket is not null
    group by currency
),
counted as (
    select
        e.currency,
        cast(coalesce(e.amount, 0) as decimal(18, 4)) as ledger,
        cast(coalesce(l.amount, 0) as decimal(18, 4)) as open_items,
        cast(coalesce(b.amount, 0) as decimal(18, 4)) as buckets
    from entered e
    left join listed l using (currency)
    left join bucketed b using (currency)
)
select
    currency,
    ledger,
    open_items,
    buckets,
    cast(
        greatest(ledger, open_items, buckets) - least(ledger, open_items, buckets)
        as decimal(18, 4)
    ) as difference
from counted
order by currency
