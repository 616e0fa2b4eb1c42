-- One row per service visit: its newest version (rule 6).
-- Key: company_no, visit_no. Without its machine: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, visit_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.service_visits
),

kept as (
    select
        company_no, visit_no, serial_no, planned_on, done_on, kind, note
    from versions
    where age = 1
),

placed as (
    select machines.customer_no, kept.*
    from kept
    join machines using (company_no, serial_no)
)

select * from placed
order by customer_no, company_no, visit_no
