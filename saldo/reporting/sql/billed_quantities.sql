-- One row per order line placed by $as_of with what came of it and what was invoiced of it then
-- (rule 21), and the order's own price. `billed_qty` are invoices alone, `kept_qty` those less credit
-- notes. Where the order's invoices name no lines, each stands for all of the line.
-- stands on: order_state
with issued as (
    select i.customer_no, i.company_no, i.class, i.invoice_no, i.order_no, i.issue_date
    from invoices i
    join scope using (customer_no)
    where i.issue_date <= $as_of and i.class in ('invoice', 'credit_note')
),
naming as (
    select l.customer_no, l.company_no, l.class, l.invoice_no, l.order_no, l.order_line_no,
        l.quantity
    from invoice_lines l
    join scope using (customer_no)
    where l.order_line_no is not null
),
itemised as (
    select
        l.customer_no,
        l.company_no,
        coalesce(l.order_no, i.order_no) as order_no,
        l.order_line_no as line_no,
        bool_or(l.class = 'invoice' and l.quantity is null) as all_billed,
        sum(l.quantity) filter (l.class = 'invoice') as billed_qty,
        sum(abs(l.quantity)) filter (l.class = 'credit_note') as credited_qty,
        arg_max(l.invoice_no, i.issue_date) filter (l.class = 'invoice') as invoice_no,
        max(i.issue_date) filter (l.class = 'invoice') as invoiced_on
    from naming l
    join issued i using (customer_no, company_no, class, invoice_no)
    group by l.customer_no, l.company_no, coalesce(l.order_no, i.order_no), l.order_line_no
),
priced as (
    select l.customer_no, l.company_no, l.order_no, l.line_no, l.discount
    from order_lines l
    join scope using (customer_no)
),
gathered as (
    select
        s.*,
        p.discount,
        i.invoice_no,
        coalesce(i.invoiced_on, s.invoiced) as invoiced_on,
        if(s.knows_delivery, s.delivered_qty, s.shipped_qty) as came_qty,
        case
            when i.all_billed then greatest(s.wanted_qty, 0)
            when i.line_no is not null then coalesce(i.billed_qty, 0)
            when s.invoiced is not null then greatest(s.wanted_qty, 0)
            else 0
        end as billed_qty,
        coalesce(i.credited_qty, 0) as credited_qty
    from order_state s
    left join priced p using (customer_no, company_no, order_no, line_no)
    left join itemised i using (customer_no, company_no, order_no, line_no)
)
select
    * exclude (credited_qty),
    greatest(billed_qty - credited_qty, 0) as kept_qty
from gathered
