-- One row per ledger item: a document, an instalment, a payment, a settlement, a half of a pair.
-- Key: item_id. Amounts signed (rule 4); closed_on is the first day from which nothing is open.
-- Checks: sum(amount) per customer and currency = sum of ledger_entries (rule 9).
with settled as (
    select item_id, cast(sum(amount) as decimal(18, 4)) as amount, max(effective_on) as last_on
    from (
        select source_item_id as item_id, amount, effective_on from allocations
        union all
        select target_item_id as item_id, -amount as amount, effective_on from allocations
    )
    group by item_id
),

ledger_items as (
    select
        item_id, customer_no, company_no, class, kind, document_no, instalment_no, issue_date,
        due_date, due_derived, currency, amount
    from source_items
    union all
    select
        item_id, customer_no, company_no, class, kind, document_no, null as instalment_no,
        issue_date, null as due_date, false as due_derived, currency, amount
    from paired_items
),

closed as (
    select
        i.*,
        case
            when i.amount + coalesce(s.amount, 0) = 0 then coalesce(s.last_on, i.issue_date)
            else date '9999-12-31'
        end as closed_on
    from ledger_items i
    left join settled s using (item_id)
)

select * from closed
order by customer_no, item_id
