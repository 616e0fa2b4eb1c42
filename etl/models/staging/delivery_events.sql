-- One row per event in the life of an order line (rule 21): its newest version (rule 6).
-- Key: company_no, order_no, line_no, event_no. Without its order: left out, a finding.
with repeated as (
    select company_no, order_no, line_no, event_no
    from staging.delivery_events
    group by company_no, order_no, line_no, event_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, order_no, line_no, event_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.delivery_events
    semi join repeated using (company_no, order_no, line_no, event_no)
    union all
    select *, 1 as age
    from staging.delivery_events
    anti join repeated using (company_no, order_no, line_no, event_no)
),

kept as (
    select
        company_no, order_no, line_no, event_no, kind, event_on, quantity, carrier, tracking_no,
        tracking_url, delivery_note, serial_nos
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
