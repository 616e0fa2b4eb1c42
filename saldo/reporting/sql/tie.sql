-- One row per currency: the balance counted three ways at $as_of, and what they differ by (rule 10).
-- stands on: used_currencies, open_amounts, open_posts
with currencies as (
    select distinct currency from used_currencies
),
entered as (
    select currency, sum(amount) as amount
    from ledger_entries
    join scope using (customer_no)
    where entry_date <= $as_of
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
        c.currency,
        cast(coalesce(e.amount, 0) as decimal(18, 4)) as ledger,
        cast(coalesce(l.amount, 0) as decimal(18, 4)) as open_items,
        cast(coalesce(b.amount, 0) as decimal(18, 4)) as buckets
    from currencies c
    left join entered e using (currency)
    left join listed l using (currency)
    left join bucketed b using (currency)
)
select
    currency,
    ledger,
    open_items,
    buckets,
    greatest(ledger, open_items, buckets) - least(ledger, open_items, buckets) as difference
from counted
order by currency
