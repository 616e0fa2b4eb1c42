-- One row per part that settled the document asked for, or that it settled, by $as_of (rules 8, 13).
-- `amount` is how much of the document's open amount it took away.
with taken as (
    select
        a.customer_no,
        a.currency,
        a.source_item_id as other_item_id,
        a.source_class as other_class,
        a.source_no as other_no,
        a.instalment_no,
        a.amount,
        a.effective_on
    from allocations a
    join scope using (customer_no)
    where a.company_no = $company_no
        and a.target_class = $class
        and a.target_no = $invoice_no
        and a.effective_on <= $as_of
),
given as (
    select
        a.customer_no,
        a.currency,
        a.target_item_id as other_item_id,
        a.target_class as other_class,
        a.target_no as other_no,
        a.instalment_no,
        -a.amount as amount,
        a.effective_on
    from allocations a
    join scope using (customer_no)
    where a.company_no = $company_no
        and a.source_class = $class
        and a.source_no = $invoice_no
        and a.effective_on <= $as_of
),
others as (
    select i.customer_no, i.item_id as other_item_id, i.kind as other_kind
    from items i
    join scope using (customer_no)
)
select
    p.customer_no,
    p.currency,
    p.effective_on,
    p.other_class,
    o.other_kind,
    p.other_no,
    p.instalment_no,
    cast(p.amount as decimal(18, 4)) as amount
from (from taken union all from given) p
left join others o using (customer_no, other_item_id)
order by p.effective_on, p.other_no, p.instalment_no
