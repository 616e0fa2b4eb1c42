-- One row per installed machine: its newest version (rule 6).
-- Key: company_no, serial_no.
with versions as (
    select *, row_number() over (
        partition by company_no, serial_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.machines
),

kept as (
    select
        company_no, serial_no, customer_no, site_no, product_no, model, installed_on, removed_on,
        contract_no, warranty_until, purchase_price, currency
    from versions
    where age = 1
)

select * from kept
order by customer_no, company_no, serial_no
