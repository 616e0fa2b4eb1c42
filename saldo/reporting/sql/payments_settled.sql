-- One row per part of a payment, refund or returned payment set against a document by $as_of, and one
-- for what of it is unapplied; the parts sum to the payment (rules 8, 9). `days_beyond_terms` counts
-- from the part's due date (rule 17), early below zero.
-- stands on: open_amounts
with paid as (
    select p.*
    from payments p
    join scope using (customer_no)
    where p.payment_date <= $as_of
        and ($start is null or p.payment_date >= $start)
        and ($end is null or p.payment_date <= $end)
        and ($currency is null or p.currency = $currency)
),
posted as (
    select i.customer_no, i.company_no, i.item_id, i.document_no, i.amount
    from items i
    join scope using (customer_no)
    where i.class in ('payment', 'refund', 'payment_return')
),
others as (
    select i.customer_no, i.item_id as other_item_id, i.issue_date, i.due_date
    from items i
    join scope using (customer_no)
),
parts as (
    select a.customer_no, a.source_item_id as item_id, a.target_item_id as other_item_id,
        a.target_class as class, a.target_no as document_no, a.instalment_no, a.effective_on, a.amount
    from allocations a
    join scope using (customer_no)
    where a.effective_on <= $as_of
    union all
    select a.customer_no, a.target_item_id as item_id, a.source_item_id as other_item_id,
        a.source_class as class, a.source_no as document_no, a.instalment_no, a.effective_on,
        -a.amount as amount
    from allocations a
    join scope using (customer_no)
    where a.effective_on <= $as_of and a.target_class in ('refund', 'payment_return')
),
named as (
    select p.*, i.item_id, -i.amount as paid_amount
    from paid p
    join posted i
        on i.customer_no = p.customer_no
        and i.company_no = p.company_no
        and i.document_no = p.payment_no
),
listed as (
    select n.customer_no, n.company_no, n.payment_no, n.kind, n.payment_date, n.currency,
        n.paid_amount, 'settled' as part, s.class, s.document_no, s.instalment_no, o.issue_date,
        o.due_date, s.effective_on,
        if(s.class in ('invoice', 'interest_invoice'), s.effective_on - o.due_date, null)
            as days_beyond_terms,
        s.amount, n.reference, n.bank_reference
    from named n
    join parts s on s.customer_no = n.customer_no and s.item_id = n.item_id
    left join others o on o.customer_no = s.customer_no and o.other_item_id = s.other_item_id
    union all by name
    select n.customer_no, n.company_no, n.payment_no, n.kind, n.payment_date, n.currency,
        n.paid_amount, 'unapplied' as part, -o.open_amount as amount, n.reference, n.bank_reference
    from named n
    join open_amounts o on o.customer_no = n.customer_no and o.item_id = n.item_id
)
select
    customer_no,
    company_no,
    payment_no,
    kind,
    payment_date,
    currency,
    cast(paid_amount as decimal(18, 4)) as paid_amount,
    part,
    class,
    document_no,
    instalment_no,
    issue_date,
    due_date,
    effective_on,
    days_beyond_terms,
    cast(amount as decimal(18, 4)) as amount,
    reference,
    bank_reference
from listed
where $search is null
    or contains(lower(concat_ws(' ', payment_no, document_no, reference, bank_reference)), $search)
order by payment_date, payment_no, customer_no, effective_on nulls last, document_no, instalment_no
