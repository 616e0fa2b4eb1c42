-- One row per ledger item open at $as_of, with its signed open amount, its bucket and the numbers
-- people know it by (rules 8, 11).
-- Without a due date (credit notes, payments, settlements) it is unapplied.
with opened as (
    select
        customer_no,
        currency,
        item_id,
        class,
        kind,
        issue_date,
        due_date,
        any_value(company_no) as company_no,
        any_value(document_no) as document_no,
        any_value(instalment_no) as instalment_no,
        any_value(item_amount) as amount,
        cast(sum(item_events.amount) as decimal(18, 4)) as open_amount,
        case
            when due_date is null then null
            when $aged_by = 'issue' then $as_of - issue_date
            else $as_of - due_date
        end as days
    from item_events
    join scope using (customer_no)
    where event_date <= $as_of and closed_on > $as_of
    group by customer_no, currency, item_id, class, kind, issue_date, due_date
    having sum(item_events.amount) <> 0
)
select
    customer_no,
    currency,
    item_id,
    class,
    kind,
    issue_date,
    due_date,
    company_no,
    document_no,
    instalment_no,
    amount,
    open_amount,
    days,
    greatest($as_of - due_date, 0) as days_overdue,
    case
        when due_date is null then 'unapplied'
        else $buckets[1 + len(list_filter($bucket_days, lambda first_day: days >= first_day))]
    end as bucket
from opened
