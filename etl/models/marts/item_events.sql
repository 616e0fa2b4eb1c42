-- One row per event of an item: its issue, and every allocation from or to it.
-- Key: item_id, event_date and which allocation. Open at D is one scan (rule 8):
-- sum(amount) where event_date <= D and closed_on > D. No due date: unapplied (rule 11). The numbers
-- people know the item by stand on every event, so that a list of open items needs no join either.
-- Checks: per item, sum(amount) is 0 once closed; per account, it ties to daily_balance (rule 10).
with changes as (
    select item_id, issue_date as event_date, amount
    from items
    union all
    select source_item_id as item_id, effective_on as event_date, amount
    from allocations
    union all
    select target_item_id as item_id, effective_on as event_date, -amount as amount
    from allocations
),

events as (
    select
        i.customer_no, i.currency, i.item_id, c.event_date, c.amount, i.due_date, i.issue_date,
        i.closed_on, i.kind, i.class, i.company_no, i.document_no, i.instalment_no,
        i.amount as item_amount
    from changes c
    join items i using (item_id)
)

select * from events
order by customer_no, item_id, event_date
