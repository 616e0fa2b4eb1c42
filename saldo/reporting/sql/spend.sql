-- One row per customer, month of service, category and currency from $start to $end (rules 28, 29).
-- `contracted` is what a contract's schedule of charges covers; the rest runs on by itself, and of
-- that only what was billed by the month of $as_of.
with scheduled as (
    select distinct c.customer_no, c.contract_no
    from contract_charges c
    join scope using (customer_no)
),
spent as (
    select m.customer_no, m.currency, m.month, m.category, m.contract_no, m.billed_in, m.amount
    from monthly_spend m
    join scope using (customer_no)
    where m.month between $start and $end and ($currency is null or m.currency = $currency)
),
summed as (
    select
        s.customer_no,
        s.currency,
        s.category,
        s.month,
        c.contract_no is not null as contracted,
        sum(s.amount) as amount
    from spent s
    left join scheduled c using (customer_no, contract_no)
    where c.contract_no is not null or s.billed_in <= $as_of
    group by all
)
select
    customer_no,
    currency,
    category,
    month,
    contracted,
    cast(amount as decimal(18, 4)) as amount
from summed
order by customer_no, currency, category, month, contracted
