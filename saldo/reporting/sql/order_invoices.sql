-- One row per document that names the order, in its head or on a line, issued by $as_of.
with headed as (
    select i.customer_no, i.company_no, i.class, i.invoice_no
    from invoices i
    join scope using (customer_no)
    where i.company_no = $company_no and i.order_no = $order_no and i.issue_date <= $as_of
),
listed as (
    select l.customer_no, l.company_no, l.class, l.invoice_no
    from invoice_lines l
    join scope using (customer_no)
    where l.company_no = $company_no and l.order_no = $order_no
)
select * from headed
union
select * from listed
order by customer_no, invoice_no, class
