-- One row for the dispute asked for, if its account is in scope: what was disputed, by whom, when.
with raised as (
    select d.*
    from desk_disputes d
    join scope using (customer_no)
    where d.id = $written_id
),
buyers as (
    select c.customer_no, c.name, c.organisation_no
    from customers c
    join scope using (customer_no)
),
billed as (
    select i.customer_no, i.company_no, i.class, i.invoice_no, i.issue_date, i.due_date, i.amount
    from invoices i
    join scope using (customer_no)
)
select
    r.id,
    r.customer_no,
    b.name as customer_name,
    b.organisation_no,
    r.company_no,
    m.name as company_name,
    r.class,
    r.invoice_no,
    i.issue_date,
    i.due_date,
    i.amount as document_amount,
    r.line_no,
    r.amount,
    r.currency,
    r.opened_on,
    r.closed_on,
    r.reason,
    r.wanted,
    r.raised_by,
    r.raised_by_name,
    r.raised_at
from raised r
join buyers b using (customer_no)
left join billed i using (customer_no, company_no, class, invoice_no)
left join companies m on m.company_no = r.company_no
