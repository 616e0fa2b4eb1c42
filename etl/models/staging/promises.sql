-- One row per delivery date given for an order line (rule 19): its newest version (rule 6).
-- Key: company_no, order_no, line_no, given_on. Without its order: left out, a finding.
with repeated as (
    select company_no, order_no, line_no, given_on
    from staging.promises
    group by company_no, order_no, line_no, given_on
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, order_no, line_no, given_on
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.promises
    semi join repeated using (company_no, order_no, line_no, given_on)
    union all
    select *, 1 as age
    from staging.promises
    anti join repeated using (company_no, order_no, line_no, given_on)
),

kept as (
    select
        company_no, order_no, line_no, given_on, promised_on, status
    from versions
    where age = 1
),

placed as (
    select orders.customer_no, kept.*
    from kept
    join orders using (company_no, order_no)
)

select * from placed
order by customer_no
