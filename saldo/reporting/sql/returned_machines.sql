-- One row per machine carried out by $as_of that was billed for days after the end of its liability,
-- with what is to be claimed for it, without VAT, credits taken off (rules 26, 27). What was claimed,
-- contested or postponed needs nobody now.
-- stands on: lines_to_claim
with billed as (
    select *
    from lines_to_claim
    where removed_on <= $as_of
        and outcome = 'billed_after_end'
        and decision is distinct from 'postponed'
)
select
    customer_no,
    company_no,
    serial_no,
    model,
    contract_no,
    removed_on,
    billable_to as liable_until,
    currency,
    cast(sum(claim_amount) as decimal(18, 4)) as amount,
    max(service_start) as last_service_start
from billed
group by customer_no, company_no, serial_no, model, contract_no, removed_on, billable_to, currency
order by amount desc, serial_no
