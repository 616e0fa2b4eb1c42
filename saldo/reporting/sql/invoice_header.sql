-- One row for the document asked for, if it is in scope: header, seller, what is open of it at $as_of.
-- stands on: open_amounts, standing_disputes, disputed_documents
with header as (
    select i.*
    from invoices i
    join scope using (customer_no)
    where i.company_no = $company_no and i.class = $class and i.invoice_no = $invoice_no
),
judged as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.due_date
    from invoice_status s
    join scope using (customer_no)
    where s.company_no = $company_no and s.class = $class and s.invoice_no = $invoice_no
),
buyers as (
    select c.customer_no, c.name
    from customers c
    join scope using (customer_no)
),
opened as (
    select
        customer_no,
        sum(open_amount) as open_amount,
        min(due_date) as next_due,
        max(days_overdue) as days_overdue
    from open_amounts
    where company_no = $company_no and class = $class and document_no = $invoice_no
    group by customer_no
),
contested as (
    select customer_no, disputed
    from disputed_documents
    where company_no = $company_no and class = $class and document_no = $invoice_no
)
select
    h.customer_no,
    b.name as customer_name,
    h.company_no,
    m.name as company_name,
    h.class,
    h.invoice_no,
    h.issue_date,
    coalesce(o.next_due, s.due_date) as due_date,
    s.due_date as first_due,
    h.currency,
    h.amount,
    h.net_amount,
    h.vat_amount,
    cast(coalesce(o.open_amount, 0) as decimal(18, 4)) as open_amount,
    cast(coalesce(d.disputed, 0) as decimal(18, 4)) as disputed,
    coalesce(o.days_overdue, 0) as days_overdue,
    case
        when h.amount = 0 then 'cancelled'
        when o.open_amount is null then 'paid'
        when o.days_overdue > 0 then 'overdue'
        else 'open'
    end as status,
    h.reference,
    coalesce(h.payee_name, m.name) as payee_name,
    coalesce(h.payee_account, m.bankgiro, m.iban) as payee_account,
    h.original_no,
    h.order_no,
    h.contract_no,
    h.buyer_reference,
    h.purchase_order,
    h.note
from header h
join buyers b using (customer_no)
left join judged s using (customer_no)
left join companies m on m.company_no = h.company_no
left join opened o using (customer_no)
left join contested d using (customer_no)
where h.issue_date <= $as_of
