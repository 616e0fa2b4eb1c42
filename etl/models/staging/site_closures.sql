-- One row per period in which a site receives nothing (rule 22): its newest version (rule 6).
-- Key: customer_no, site_no (null: every site of the customer), first_on.
with versions as (
    select *, row_number() over (
        partition by customer_no, site_no, first_on
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.site_closures
),

kept as (
    select
        customer_no, site_no, first_on, last_on, reason
    from versions
    where age = 1
)

select * from kept
order by customer_no, site_no, first_on
