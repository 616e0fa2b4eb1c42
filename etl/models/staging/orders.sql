-- One row per order: its newest version (rule 6).
-- Key: company_no, order_no.
with repeated as (
    select company_no, order_no
    from staging.orders
    group by company_no, order_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, order_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.orders
    semi join repeated using (company_no, order_no)
    union all
    select *, 1 as age
    from staging.orders
    anti join repeated using (company_no, order_no)
),

kept as (
    select
        company_no, order_no, customer_no, ordered_on, currency, purchase_order, buyer_reference,
        site_no, cancelled_on
    from versions
    where age = 1
)

select * from kept
order by customer_no, ordered_on
