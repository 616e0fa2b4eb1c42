-- One row per contract that renews by itself and whose last notice day lies from $start to $end, not
-- before $as_of: the day, and what its renewal costs without VAT (rule 25). Most money
-- first, currency by currency.
-- stands on: contract_state, charges_ahead
with costs as (
    select
        customer_no, company_no, contract_no, sum(monthly_amount) filter (start_on <= $as_of) as monthly_amount,
        sum(renewal_cost) as renewal_cost
    from charges_ahead
    group by customer_no, company_no, contract_no
)
select
    s.customer_no,
    s.company_no,
    s.contract_no,
    s.name,
    s.category,
    s.currency,
    s.last_notice_day,
    s.last_notice_day - $as_of as days_left,
    s.notice_months,
    s.committed_to as term_end,
    s.renewal_months,
    s.renewed_to,
    cast(coalesce(c.monthly_amount, 0) as decimal(18, 4)) as monthly_amount,
    cast(coalesce(c.renewal_cost, 0) as decimal(18, 4)) as renewal_cost
from contract_state s
left join costs c using (customer_no, company_no, contract_no)
where s.last_notice_day between greatest($start, $as_of) and $end
    and s.state <> 'upcoming'
    and ($currency is null or s.currency = $currency)
    and ($category is null or s.category = $category)
order by s.currency, renewal_cost desc, s.last_notice_day, s.contract_no, s.company_no
