-- One row per ledger entry: whole documents, payments, settlements, halves of pairs (rule 4).
-- Key: item_id (a document's first item). Signed: above zero raises what is owed.
-- Checks: the sum up to D is the account's balance at D (rule 9).
with entries as (
    select
        customer_no, company_no, currency, issue_date as entry_date, kind, class, document_no,
        document_amount as amount, item_id
    from source_items
    where item_id = document_id
    union all
    select
        customer_no, company_no, currency, issue_date as entry_date, kind, class, document_no,
        amount, item_id
    from paired_items
)

select * from entries
order by customer_no, entry_date
