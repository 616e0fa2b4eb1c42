-- One row per ledger item open at $as_of, with the numbers people know it by (rule 8).
-- stands on: open_amounts
with named as (
    select
        i.customer_no,
        i.item_id,
        i.company_no,
        i.document_no,
        i.instalment_no,
        i.amount
    from items i
    join scope using (customer_no)
)
select
    n.customer_no,
    n.company_no,
    o.currency,
    o.item_id,
    o.class,
    o.kind,
    n.document_no,
    n.instalment_no,
    o.issue_date,
    o.due_date,
    n.amount,
    o.open_amount,
    o.days_overdue,
    o.bucket
from open_amounts o
join named n using (customer_no, item_id)
