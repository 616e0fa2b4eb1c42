-- One row per outcome of the billing check, direction of a differing price and currency: how many,
-- and the money (rules 2, 27). open_amount: of the claims, what no claim and no objection stands on;
-- short_amount: what was billed below the contract's price.
-- stands on: billing_found
with counted as (
    select
        outcome, direction, currency, count(*) as findings, sum(claim_amount) as claim_amount,
        sum(expected_amount) as expected_amount, sum(monthly_amount) as monthly_amount,
        sum(claim_amount) filter (state not in ('claimed', 'contested')) as open_amount,
        sum(correct_amount - billed_amount) filter (direction = 'below') as short_amount
    from billing_found
    group by outcome, direction, currency
)
select
    outcome,
    direction,
    currency,
    findings,
    cast(claim_amount as decimal(18, 4)) as claim_amount,
    cast(expected_amount as decimal(18, 4)) as expected_amount,
    cast(monthly_amount as decimal(18, 4)) as monthly_amount,
    cast(coalesce(open_amount, 0) as decimal(18, 4)) as open_amount,
    cast(coalesce(short_amount, 0) as decimal(18, 4)) as short_amount
from counted
order by currency, outcome, direction
