-- One row per invoice, credit note or interest invoice: its total, and when nothing of it is open.
-- Key: company_no, class, invoice_no. due_date is the earliest of its items'; closed_on the latest.
-- search_text: what a search looks in, in lower case: numbers and references, the lines' too.
-- Checks: sum(amount) per account = the ledger's entries of these classes.
with line_facts as (
    select
        company_no, class, invoice_no, cast(count(*) as integer) as lines,
        cast(sum(net_amount) as decimal(18, 4)) as line_net
    from invoice_lines
    group by company_no, class, invoice_no
),

-- most lines say nothing that their document does not
line_words as (
    select
        company_no, class, invoice_no,
        array_to_string(list_sort(list_distinct(list(concat_ws(
            ' ', l.serial_no, l.purchase_order, l.order_no, l.contract_no, l.buyer_reference
        )))), ' ') as words
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    where l.serial_no is not null
        or l.purchase_order <> coalesce(i.purchase_order, '')
        or l.order_no <> coalesce(i.order_no, '')
        or l.contract_no <> coalesce(i.contract_no, '')
        or l.buyer_reference <> coalesce(i.buyer_reference, '')
    group by company_no, class, invoice_no
),

item_facts as (
    select
        company_no, class, document_no as invoice_no, min(due_date) as due_date,
        max(closed_on) as closed_on
    from items
    where class in ('invoice', 'credit_note', 'interest_invoice')
    group by company_no, class, document_no
),

documents as (
    select
        i.customer_no, i.company_no, i.class, i.invoice_no, i.issue_date, f.due_date, i.currency,
        i.amount, f.closed_on, coalesce(l.lines, 0) as lines, l.line_net, i.purchase_order,
        i.order_no, i.reference,
        lower(concat_ws(
            ' ', i.invoice_no, i.reference, i.order_no, i.purchase_order, i.contract_no,
            i.buyer_reference, i.original_no, w.words
        )) as search_text
    from invoices i
    join item_facts f using (company_no, class, invoice_no)
    left join line_facts l using (company_no, class, invoice_no)
    left join line_words w using (company_no, class, invoice_no)
)

select * from documents
order by customer_no, issue_date
