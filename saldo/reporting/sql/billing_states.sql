-- One row per state and currency of the findings that are not correct, of $outcome where one is
-- asked: how many, and the money (rules 2, 27). The tabs over the findings.
-- stands on: billing_found
with counted as (
    select
        state, currency, count(*) as findings, sum(claim_amount) as claim_amount
    from billing_found
    where outcome not in ('correct', 'correct_inside_notice')
        and ($outcome is null or outcome = $outcome)
    group by state, currency
)
select state, currency, findings, cast(claim_amount as decimal(18, 4)) as claim_amount
from counted
order by state, currency
