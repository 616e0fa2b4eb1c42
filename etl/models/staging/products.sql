-- One row per product or service: its newest version (rule 6).
-- Key: product_no.
with versions as (
    select *, row_number() over (
        partition by product_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.products
),

kept as (
    select
        product_no, name, category, unit
    from versions
    where age = 1
)

select * from kept
order by product_no
