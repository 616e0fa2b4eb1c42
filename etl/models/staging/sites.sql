-- One row per site of a customer: its newest version (rule 6).
-- Key: customer_no, site_no.
with versions as (
    select *, row_number() over (
        partition by customer_no, site_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.sites
),

kept as (
    select
        customer_no, site_no, name, street, postal_code, city, country
    from versions
    where age = 1
)

select * from kept
order by customer_no, site_no
