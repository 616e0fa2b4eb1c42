-- One row per customer account: its newest version (rule 6).
-- Key: customer_no.
with versions as (
    select *, row_number() over (
        partition by customer_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.customers
),

kept as (
    select
        customer_no, name, organisation_no, vat_no, terms_days, credit_limit, currency,
        fiscal_year_start, recoverable_vat_share, peppol_id, parent_no, rep_no, street, postal_code,
        city, country, email, source_no, derived
    from versions
    where age = 1
)

select * from kept
order by customer_no
