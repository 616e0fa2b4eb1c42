-- One row per selling company: its newest version (rule 6).
-- Key: company_no.
with versions as (
    select *, row_number() over (
        partition by company_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.companies
),

kept as (
    select
        company_no, name, organisation_no, vat_no, street, postal_code, city, country, currency,
        bankgiro, iban, bic, email, phone
    from versions
    where age = 1
)

select * from kept
order by company_no
