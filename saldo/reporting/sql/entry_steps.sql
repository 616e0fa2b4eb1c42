-- One row per ledger entry up to $as_of with the step of the bridge that it is part of (rules 4, 12).
with entries as (
    select
        e.customer_no,
        e.company_no,
        e.currency,
        e.entry_date,
        e.kind,
        e.class,
        e.document_no,
        e.amount,
        case
            when e.kind in ('invoice', 'interest_invoice', 'transfer') then e.kind || 's'
            when e.kind = 'credit_note' then 'credit_notes'
            when e.kind in ('payment', 'refund', 'payment_return') then 'payments'
            when e.kind in ('exchange', 'exchange_difference') then 'exchange'
            else 'other_settlements'
        end as step
    from ledger_entries e
    join scope using (customer_no)
    where e.entry_date <= $as_of and ($currency is null or e.currency = $currency)
)
select * from entries
