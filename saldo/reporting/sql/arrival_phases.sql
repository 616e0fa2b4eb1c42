-- One row per order line of the last four years and date that stood for it: the requested date from
-- the day of the order, then each confirmed date from the day it was given until the next (rule 19),
-- and when the line left and was complete, as known at $as_of. Cancelled lines left out.
-- stands on: order_state
with followed as (
    select *
    from order_state
    where cancelled is null and ordered_on > $as_of - 1461
),
dates as (
    select customer_no, company_no, order_no, line_no, 0 as position, ordered_on as given_on,
        requested as promised_on
    from followed
    where requested is not null
    union all
    select p.customer_no, p.company_no, p.order_no, p.line_no, p.position, p.given_on,
        p.promised_on
    from order_promises p
    join scope using (customer_no)
    where p.given_on <= $as_of and p.promised_on is not null
),
phases as (
    select
        *,
        lead(given_on) over (
            partition by customer_no, company_no, order_no, line_no order by position
        ) as until_on
    from dates
)
select
    p.customer_no,
    p.company_no,
    p.order_no,
    p.line_no,
    f.purchase_order,
    f.product_no,
    f.description,
    coalesce(f.category, 'other') as category,
    f.site_no,
    f.ordered_qty,
    f.unit,
    p.position > 0 as confirmed,
    p.given_on,
    p.until_on,
    p.promised_on,
    f.first_shipped as left_on,
    f.completed,
    f.due_on,
    f.is_late
from phases p
join followed f using (customer_no, company_no, order_no, line_no)
where p.until_on is null or p.until_on > p.given_on
order by p.customer_no, p.company_no, p.order_no, p.line_no, p.position
