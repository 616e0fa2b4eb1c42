-- One row per amount of a source set against a target (rule 8): its newest version (rule 6).
-- Key: company_no, allocation_no.
-- These are the rows as given; what of them is in effect stands in `allocations`.
with repeated as (
    select company_no, allocation_no
    from staging.allocations
    group by company_no, allocation_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, allocation_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.allocations
    semi join repeated using (company_no, allocation_no)
    union all
    select *, 1 as age
    from staging.allocations
    anti join repeated using (company_no, allocation_no)
),

kept as (
    select
        company_no, allocation_no, source_class, source_no, target_class, target_no, instalment_no,
        amount, source_amount, applied_on
    from versions
    where age = 1
)

select * from kept
