-- One row per price clause of a contract (rule 24): its newest version (rule 6).
-- Key: company_no, contract_no, clause_no. Without its contract: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, contract_no, clause_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.contract_clauses
),

kept as (
    select
        company_no, contract_no, clause_no, kind, index_name, base_month, lag_months, fixed_percent,
        cap_percent, floor_percent, first_on
    from versions
    where age = 1
),

placed as (
    select contracts.customer_no, contracts.currency, kept.*
    from kept
    join contracts using (company_no, contract_no)
)

select * from placed
order by customer_no, company_no, contract_no, clause_no
