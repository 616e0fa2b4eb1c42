-- One row per site and currency with a finding of $outcome, or any that is not correct: how many, and
-- the money (rules 2, 27). The largest claim first. open_amount: of the claims, what no claim and no
-- objection stands on.
-- stands on: billing_found
with chosen as (
    select *
    from billing_found
    where case
        when $outcome is null then outcome not in ('correct', 'correct_inside_notice')
        else outcome = $outcome
    end and ($status = 'all' or state = $status)
),
counted as (
    select
        customer_no, site_no, max(site_name) as site_name, currency, count(*) as findings,
        sum(claim_amount) as claim_amount, sum(expected_amount) as expected_amount,
        sum(monthly_amount) as monthly_amount,
        sum(claim_amount) filter (state not in ('claimed', 'contested')) as open_amount
    from chosen
    group by customer_no, site_no, currency
)
select
    customer_no,
    site_no,
    site_name,
    currency,
    findings,
    cast(claim_amount as decimal(18, 4)) as claim_amount,
    cast(expected_amount as decimal(18, 4)) as expected_amount,
    cast(monthly_amount as decimal(18, 4)) as monthly_amount,
    cast(coalesce(open_amount, 0) as decimal(18, 4)) as open_amount
from counted
order by claim_amount desc, customer_no, site_no, currency
