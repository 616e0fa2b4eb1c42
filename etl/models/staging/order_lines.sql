-- One row per line of an order: its newest version (rule 6).
-- Key: company_no, order_no, line_no. Without its order: left out, a finding.
with repeated as (
    select company_no, order_no, line_no
    from staging.order_lines
    group by company_no, order_no, line_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, order_no, line_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.order_lines
    semi join repeated using (company_no, order_no, line_no)
    union all
    select *, 1 as age
    from staging.order_lines
    anti join repeated using (company_no, order_no, line_no)
),

kept as (
    select
        company_no, order_no, line_no, product_no, description, category, quantity, unit,
        unit_price, discount, requested_on, site_no, contract_no
    from versions
    where age = 1
),

placed as (
    select orders.customer_no, orders.currency, kept.*
    from kept
    join orders using (company_no, order_no)
)

select * from placed
order by customer_no
