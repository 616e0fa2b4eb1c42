-- One row per document, payment or settlement of ours up to $as_of, its instalments together: its
-- whole amount and what is open of it then (rules 4, 8), and the numbers a customer may know it by.
-- Per customer and currency open_amount sums to the balance, and so does amount (rule 9).
-- stands on: open_amounts
with mine as (
    select i.*
    from items i
    join scope using (customer_no)
    where i.issue_date <= $as_of and ($currency is null or i.currency = $currency)
),
listed as (
    select
        i.customer_no,
        i.company_no,
        i.class,
        i.document_no,
        i.kind,
        i.currency,
        min(i.issue_date) as issue_date,
        min(i.due_date) as due_date,
        sum(i.amount) as amount,
        coalesce(sum(o.open_amount), 0) as open_amount
    from mine i
    left join open_amounts o on o.customer_no = i.customer_no and o.item_id = i.item_id
    group by i.customer_no, i.company_no, i.class, i.document_no, i.kind, i.currency
),
billed as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.reference, s.order_no
    from invoice_status s
    join scope using (customer_no)
),
paid as (
    select p.customer_no, p.company_no, p.payment_no, p.reference, p.bank_reference
    from payments p
    join scope using (customer_no)
)
select
    l.customer_no,
    l.company_no,
    l.class,
    l.document_no,
    l.kind,
    l.currency,
    l.issue_date,
    l.due_date,
    cast(l.amount as decimal(18, 4)) as amount,
    cast(l.open_amount as decimal(18, 4)) as open_amount,
    coalesce(b.reference, p.reference) as reference,
    b.order_no,
    p.bank_reference
from listed l
left join billed b
    on b.customer_no = l.customer_no
    and b.company_no = l.company_no
    and b.class = l.class
    and b.invoice_no = l.document_no
left join paid p
    on p.customer_no = l.customer_no
    and p.company_no = l.company_no
    and p.payment_no = l.document_no
    and l.class in ('payment', 'refund', 'payment_return')
order by l.customer_no, l.issue_date, l.document_no, l.class, l.kind, l.company_no, l.currency
