-- One row per part of an invoice that money settled by $as_of: when it was issued, due and paid (rule
-- 17). Money of another payer or currency arrives by its pair (rule 12); credit notes, discounts and
-- write-offs are no payment. A part counts on the day of its payment.
with settled as (
    select a.customer_no, a.source_item_id, a.target_item_id, a.amount
    from allocations a
    join scope using (customer_no)
    where a.effective_on <= $as_of
        and a.target_class in ('invoice', 'interest_invoice')
        and a.source_class in ('payment', 'settlement')
),
owed as (
    select i.customer_no, i.item_id, i.company_no, i.currency, i.issue_date, i.due_date
    from items i
    join scope using (customer_no)
    where i.due_date is not null and ($currency is null or i.currency = $currency)
),
money as (
    select i.customer_no, i.item_id, i.issue_date as paid_on
    from items i
    join scope using (customer_no)
    where i.kind in ('payment', 'transfer', 'exchange')
)
select
    s.customer_no,
    o.company_no,
    o.currency,
    s.amount,
    o.issue_date as issued_on,
    o.due_date,
    m.paid_on
from settled s
join owed o on o.customer_no = s.customer_no and o.item_id = s.target_item_id
join money m on m.customer_no = s.customer_no and m.item_id = s.source_item_id
