-- One row per finding of the billing check (rule 27), the largest claim first: those of $outcome, or
-- all that are not correct.
-- stands on: billing_found
with chosen as (
    select *
    from billing_found
    where case
        when $outcome is null then outcome not in ('correct', 'correct_inside_notice')
        else outcome = $outcome
    end and ($status = 'all' or state = $status)
)
select *
from chosen
order by
    claim_amount desc,
    expected_amount desc,
    monthly_amount desc,
    customer_no,
    serial_no,
    issue_date,
    invoice_no,
    try_cast(line_no as integer) nulls last,
    line_no
