-- One row per customer, currency ever used and each of the seven buckets, zeros too (rule 11).
-- stands on: used_currencies, open_amounts
with buckets as (
    select bucket, position
    from unnest($buckets) with ordinality as b (bucket, position)
),
held as (
    select customer_no, currency, bucket, sum(open_amount) as amount, count(*) as items
    from open_amounts
    group by customer_no, currency, bucket
)
select
    u.customer_no,
    u.currency,
    b.bucket,
    cast(coalesce(h.amount, 0) as decimal(18, 4)) as amount,
    coalesce(h.items, 0) as items
from used_currencies u
cross join buckets b
left join held h using (customer_no, currency, bucket)
order by u.customer_no, u.currency, b.position
