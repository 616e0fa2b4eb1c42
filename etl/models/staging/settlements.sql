-- One row per settlement that is not cash (rule 4): its newest version (rule 6).
-- Key: company_no, settlement_no.
with versions as (
    select *, row_number() over (
        partition by company_no, settlement_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.settlements
),

kept as (
    select
        company_no, settlement_no, kind, customer_no, settled_on, currency, amount, note
    from versions
    where age = 1
)

select * from kept
order by customer_no, settled_on
