-- One row per currency and bucket, over all accounts in scope (rules 2, 11).
-- stands on: used_currencies, open_amounts
with buckets as (
    select bucket, position
    from unnest($buckets) with ordinality as b (bucket, position)
),
currencies as (
    select distinct currency from used_currencies
),
held as (
    select currency, bucket, sum(open_amount) as amount, count(*) as items
    from open_amounts
    group by currency, bucket
)
select
    c.currency,
    b.bucket,
    cast(coalesce(h.amount, 0) as decimal(18, 4)) as amount,
    coalesce(h.items, 0) as items
from currencies c
cross join buckets b
left join held h using (currency, bucket)
order by c.currency, b.position
