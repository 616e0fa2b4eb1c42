-- One row per day and pair of currencies (rule 2): its newest version (rule 6).
-- Key: rate_date, from_currency, to_currency.
with versions as (
    select *, row_number() over (
        partition by rate_date, from_currency, to_currency
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.exchange_rates
),

kept as (
    select
        rate_date, from_currency, to_currency, rate
    from versions
    where age = 1
)

select * from kept
order by rate_date, from_currency, to_currency
