-- One row per order line not yet complete at $as_of whose promised date slipped twice or more
-- (rule 19), the most often moved first.
-- stands on: order_state
with slipped as (
    select *
    from order_state
    where completed is null and cancelled is null and slips >= 2
)
select
    customer_no,
    company_no,
    order_no,
    line_no,
    description,
    currency,
    first_confirmed,
    latest_confirmed,
    slips,
    slip_days
from slipped
order by slips desc, slip_days desc, order_no, line_no
