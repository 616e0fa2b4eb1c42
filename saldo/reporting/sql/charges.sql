-- One row per customer, month from $start to $end, category, currency and part: contract charges
-- known until the contract's term ends, assumed where it then renews by itself (rules 29, 30).
with charged as (
    select k.customer_no, k.currency, k.category, k.month, k.part, sum(k.amount) as amount
    from known_charges k
    join scope using (customer_no)
    where k.month between $start and $end and ($currency is null or k.currency = $currency)
    group by all
)
select
    customer_no,
    currency,
    category,
    month,
    part,
    cast(amount as decimal(18, 4)) as amount
from charged
order by customer_no, currency, category, month, part
