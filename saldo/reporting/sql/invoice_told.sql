-- One row per document issued in the period: what its copy says of it, without what is open.
with issued as (
    select i.*
    from invoices i
    join scope using (customer_no)
    where i.issue_date between $start and $end
        and ($currency is null or i.currency = $currency)
        and ($document_no is null or i.invoice_no = $document_no)
),
dated as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.due_date
    from invoice_status s
    join scope using (customer_no)
)
select
    i.customer_no,
    i.company_no,
    i.class,
    i.invoice_no,
    i.issue_date,
    d.due_date as first_due,
    i.currency,
    i.amount,
    i.net_amount,
    i.vat_amount,
    i.reference,
    coalesce(i.payee_name, m.name) as payee_name,
    coalesce(i.payee_account, m.bankgiro, m.iban) as payee_account,
    i.original_no,
    i.order_no,
    i.contract_no,
    i.buyer_reference,
    i.purchase_order,
    i.note
from issued i
left join dated d using (customer_no, company_no, class, invoice_no)
left join companies m on m.company_no = i.company_no
order by i.customer_no, i.issue_date, i.invoice_no
