-- One row per date promised by $as_of for an order line that the filters choose, in the order given;
-- `slip_days` is how much later than the date it replaced (rule 19).
-- stands on: order_state, orders_chosen
with given as (
    select
        p.customer_no,
        p.company_no,
        p.order_no,
        p.line_no,
        p.position,
        p.given_on,
        p.promised_on,
        p.promised_on - lag(p.promised_on) over (
            partition by p.customer_no, p.company_no, p.order_no, p.line_no order by p.position
        ) as slip_days
    from order_promises p
    join scope using (customer_no)
    where p.given_on <= $as_of and p.promised_on is not null
)
select g.*
from given g
semi join orders_chosen using (customer_no, company_no, order_no, line_no)
order by g.customer_no, g.company_no, g.order_no, g.line_no, g.position
