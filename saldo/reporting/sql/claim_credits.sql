-- One row per credit that may answer a claim: a line below zero of a document issued after the last
-- day the first claim of its account, company and currency stands on, by $as_of; or a credit note
-- without lines. Amounts without VAT, above zero. says: where a claim's number may be named.
with wanted as (
    select c.customer_no, c.company_no, c.currency, min(c.seen_to) as seen_to
    from desk_claims c
    join scope using (customer_no)
    group by c.customer_no, c.company_no, c.currency
),
documents as (
    select i.*
    from invoices i
    join scope using (customer_no)
    where i.class <> 'interest_invoice' and i.amount <> 0 and i.issue_date <= $as_of
),
wanted_documents as (
    select d.*
    from documents d
    join wanted w using (customer_no, company_no, currency)
    where d.issue_date > w.seen_to
),
lines as (
    select l.*
    from invoice_lines l
    join scope using (customer_no)
),
named as (
    select
        d.customer_no, d.company_no, d.currency, d.class, d.invoice_no as credit_no, l.line_no,
        d.issue_date as credited_on, -l.net_amount as credit_amount, l.serial_no,
        d.original_no as invoice_no, l.service_start, l.service_end,
        concat_ws(
            ' ', d.reference, d.buyer_reference, d.purchase_order, d.note, l.description,
            l.buyer_reference, l.purchase_order
        ) as says
    from wanted_documents d
    join lines l using (customer_no, company_no, class, invoice_no)
    where l.net_amount < 0
    union all by name
    select
        d.customer_no, d.company_no, d.currency, d.class, d.invoice_no as credit_no,
        '' as line_no, d.issue_date as credited_on,
        -coalesce(d.net_amount, d.amount - d.vat_amount) as credit_amount,
        d.original_no as invoice_no,
        concat_ws(' ', d.reference, d.buyer_reference, d.purchase_order, d.note) as says
    from wanted_documents d
    anti join lines l using (customer_no, company_no, class, invoice_no)
    where d.class = 'credit_note'
)
select *
from named
where credit_amount > 0
order by customer_no, company_no, currency, credited_on, credit_no, line_no
