-- One row per outcome of the billing check and currency: how many, and the money (rules 2, 27).
-- stands on: billing_found
with counted as (
    select
        outcome, currency, count(*) as findings, sum(claim_amount) as claim_amount,
        sum(expected_amount) as expected_amount, sum(monthly_amount) as monthly_amount
    from billing_found
    group by outcome, currency
)
select
    outcome,
    currency,
    findings,
    cast(claim_amount as decimal(18, 4)) as claim_amount,
    cast(expected_amount as decimal(18, 4)) as expected_amount,
    cast(monthly_amount as decimal(18, 4)) as monthly_amount
from counted
order by currency, outcome
