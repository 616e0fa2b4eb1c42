-- One row per machine and covered period: its newest version (rule 6).
-- Key: company_no, serial_no, start_on. Without its machine: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, serial_no, start_on
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.maintenance_coverage
),

kept as (
    select
        company_no, serial_no, start_on, end_on, level, hours, contract_no
    from versions
    where age = 1
),

placed as (
    select machines.customer_no, kept.*
    from kept
    join machines using (company_no, serial_no)
)

select * from placed
order by customer_no, company_no, serial_no, start_on
