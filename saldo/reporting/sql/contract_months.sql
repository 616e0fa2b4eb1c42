-- One row per month, currency and part of one contract's cost by month of service: actual up to the
-- month $scheduled_after, then what is known and what is assumed if it renews (rules 28, 30).
with billed as (
    select m.customer_no, m.currency, m.month, 'actual' as part, m.amount
    from monthly_spend m
    join scope using (customer_no)
    where m.contract_no = $contract_no
        and m.month between $start and $scheduled_after
        and m.billed_in <= $as_of
),
ahead as (
    select k.customer_no, k.currency, k.month, k.part, k.amount
    from known_charges k
    join scope using (customer_no)
    where k.contract_no = $contract_no and k.month > $scheduled_after and k.month <= $end
),
together as (
    select * from billed
    union all
    select * from ahead
)
select
    customer_no,
    currency,
    month,
    part,
    cast(sum(amount) as decimal(18, 4)) as amount
from together
group by customer_no, currency, month, part
order by month, part
