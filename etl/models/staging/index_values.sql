-- One row per index and month (rule 24): its newest version (rule 6).
-- Key: index_name, month.
with versions as (
    select *, row_number() over (
        partition by index_name, month
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.index_values
),

kept as (
    select
        index_name, month, value
    from versions
    where age = 1
)

select * from kept
order by index_name, month
