-- One row per promise given by $as_of for a line of the order, in the order given, refusals too;
-- `slip_days` is how much later than the confirmed date it replaced (rule 19). AP as requested, CA
-- changed, RE refused.
with given as (
    select p.customer_no, p.company_no, p.order_no, p.line_no, p.given_on, p.status
    from promises p
    join scope using (customer_no)
    where p.company_no = $company_no and p.order_no = $order_no and p.given_on <= $as_of
),
confirmed as (
    select
        c.customer_no,
        c.line_no,
        c.given_on,
        c.promised_on,
        c.promised_on - lag(c.promised_on) over (
            partition by c.customer_no, c.line_no order by c.position
        ) as slip_days
    from order_promises c
    join scope using (customer_no)
    where c.company_no = $company_no and c.order_no = $order_no
)
select
    g.customer_no,
    g.company_no,
    g.order_no,
    g.line_no,
    g.given_on,
    g.status as answer,
    c.promised_on,
    c.slip_days
from given g
left join confirmed c using (customer_no, line_no, given_on)
order by try_cast(g.line_no as integer) nulls last, g.line_no, g.given_on
