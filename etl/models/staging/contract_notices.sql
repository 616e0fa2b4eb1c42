-- One row per notice given: its newest version (rule 6).
-- Key: company_no, contract_no, notice_no. Without its contract: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, contract_no, notice_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.contract_notices
),

kept as (
    select
        company_no, contract_no, notice_no, serial_no, given_on, effective_on
    from versions
    where age = 1
),

placed as (
    select contracts.customer_no, contracts.currency, kept.*
    from kept
    join contracts using (company_no, contract_no)
)

select * from placed
order by customer_no, company_no, contract_no, notice_no
