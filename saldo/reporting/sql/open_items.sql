-- One row per item open at $as_of: instalments, credit notes, unapplied payments (rules 8, 9, 13).
-- stands on: open_amounts, standing_disputes, disputed_documents
with listed as (
    select
        o.*,
        coalesce(d.disputed, 0) as disputed
    from open_amounts o
    left join disputed_documents d using (customer_no, company_no, class, document_no)
    where ($currency is null or o.currency = $currency)
        and ($bucket is null or o.bucket = $bucket)
        and ($search is null or contains(lower(o.document_no), $search))
        and case $status
            when 'overdue' then o.due_date < $as_of
            when 'due_soon' then o.due_date between $as_of and $as_of + 30
            when 'unapplied' then o.due_date is null
            when 'disputed' then d.disputed > 0
            else true
        end
)
select
    customer_no,
    company_no,
    class,
    kind,
    document_no,
    instalment_no,
    issue_date,
    due_date,
    currency,
    amount,
    open_amount,
    days_overdue,
    bucket,
    disputed > 0 as is_disputed
from listed
order by customer_no, currency, due_date nulls last, issue_date, document_no, instalment_no
