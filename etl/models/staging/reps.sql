-- One row per account rep: its newest version (rule 6).
-- Key: rep_no.
with versions as (
    select *, row_number() over (
        partition by rep_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.reps
),

kept as (
    select
        rep_no, name, email, phone, hours, deputy_no
    from versions
    where age = 1
)

select * from kept
order by rep_no
