-- One row per currency and step from the balance before $start to the balance at $as_of (rules 4, 9).
with entries as (
    select
        currency,
        case
            when entry_date < $start then 'opening'
            when kind in ('invoice', 'interest_invoice') then 'invoices'
            when kind = 'credit_note' then 'credit_notes'
            when kind in ('payment', 'refund', 'payment_return') then 'payments'
            when kind in ('transfer', 'exchange') then 'transfers'
            else 'other_settlements'
        end as step,
        amount
    from ledger_entries
    join scope using (customer_no)
    where entry_date <= $as_of and ($currency is null or currency = $currency)
),
steps as (
    select *
    from (values
        ('opening', 1), ('invoices', 2), ('credit_notes', 3), ('payments', 4),
        ('other_settlements', 5), ('transfers', 6), ('closing', 7)
    ) as s (step, position)
),
summed as (
    select currency, step, sum(amount) as amount, count(*) as entries
    from entries
    group by currency, step
    union all
    select currency, 'closing', sum(amount), count(*)
    from entries
    group by currency
)
select
    c.currency,
    s.step,
    cast(coalesce(m.amount, 0) as decimal(18, 4)) as amount,
    coalesce(m.entries, 0) as entries
from (select distinct currency from entries) c
cross join steps s
left join summed m using (currency, step)
order by c.currency, s.position
