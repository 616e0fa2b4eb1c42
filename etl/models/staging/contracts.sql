-- One row per contract: its newest version (rule 6).
-- Key: company_no, contract_no.
with versions as (
    select *, row_number() over (
        partition by company_no, contract_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.contracts
),

kept as (
    select
        company_no, contract_no, customer_no, name, category, currency, signed_on, start_on, end_on,
        notice_months, renews, renewal_months, liability
    from versions
    where age = 1
)

select * from kept
order by customer_no, company_no, contract_no
