-- One row per recurring charge of a contract: its newest version (rule 6).
-- Key: company_no, contract_no, charge_no. Without its contract: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, contract_no, charge_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.contract_charges
),

kept as (
    select
        company_no, contract_no, charge_no, description, product_no, category, serial_no, site_no,
        cost_centre, amount, period_months, start_on, end_on, billing
    from versions
    where age = 1
),

placed as (
    select contracts.customer_no, contracts.currency, kept.*
    from kept
    join contracts using (company_no, contract_no)
)

select * from placed
order by customer_no, company_no, contract_no, charge_no
