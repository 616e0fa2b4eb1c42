-- One row per account with a credit limit: how much of it the balance in its currency uses at $as_of.
with limited as (
    select c.customer_no, c.name, c.credit_limit, c.currency
    from customers c
    join scope using (customer_no)
    where c.credit_limit is not null and c.currency is not null
),
held as (
    select d.customer_no, d.currency, d.balance
    from daily_balance d
    join scope using (customer_no)
    where d.balance_date <= $as_of and d.until > $as_of
)
select
    l.customer_no,
    l.name,
    l.currency,
    l.credit_limit,
    cast(greatest(coalesce(h.balance, 0), 0) as decimal(18, 4)) as used,
    cast(l.credit_limit - greatest(coalesce(h.balance, 0), 0) as decimal(18, 4)) as headroom
from limited l
left join held h using (customer_no, currency)
where $currency is null or l.currency = $currency
order by l.name, l.customer_no
