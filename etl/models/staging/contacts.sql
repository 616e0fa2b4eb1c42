-- One row per contact of a customer: its newest version (rule 6).
-- Key: customer_no, email.
with versions as (
    select *, row_number() over (
        partition by customer_no, email
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.contacts
),

kept as (
    select
        customer_no, email, name, role, phone
    from versions
    where age = 1
)

select * from kept
order by customer_no, email
