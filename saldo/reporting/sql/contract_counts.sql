-- One row per currency: how many contracts stand how at $as_of, and what those cost that have not
-- ended, without VAT (rules 2, 25).
-- stands on: contract_state, charges_ahead
with costs as (
    select
        customer_no, company_no, contract_no,
        sum(monthly_amount) filter (start_on <= $as_of) as monthly_amount,
        sum(committed) as committed, sum(renewal_cost) as renewal_cost
    from charges_ahead
    group by customer_no, company_no, contract_no
)
select
    s.currency,
    count(*) as contracts,
    count(*) filter (s.state <> 'ended') as current_ones,
    count(*) filter (s.state = 'ended') as ended,
    count(*) filter (s.last_notice_day <= $as_of + 365 and s.state <> 'ended') as notice,
    min(s.last_notice_day) filter (s.state <> 'ended') as next_notice_day,
    cast(coalesce(sum(c.monthly_amount), 0) as decimal(18, 4)) as monthly_amount,
    cast(coalesce(sum(c.committed), 0) as decimal(18, 4)) as committed,
    cast(coalesce(sum(c.renewal_cost) filter (s.last_notice_day <= $as_of + 365), 0)
        as decimal(18, 4)) as renewal_cost
from contract_state s
left join costs c using (customer_no, company_no, contract_no)
where ($currency is null or s.currency = $currency)
    and ($category is null or s.category = $category)
group by s.currency
order by s.currency
