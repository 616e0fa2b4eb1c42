-- One row per move of a machine: its newest version (rule 6).
-- Key: company_no, serial_no, moved_on. Without its machine: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, serial_no, moved_on
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.machine_moves
),

kept as (
    select
        company_no, serial_no, moved_on, kind, from_site, to_site
    from versions
    where age = 1
),

placed as (
    select machines.customer_no, kept.*
    from kept
    join machines using (company_no, serial_no)
)

select * from placed
order by customer_no, company_no, serial_no, moved_on
