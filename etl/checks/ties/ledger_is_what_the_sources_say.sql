-- An account's entries, without the pairs of rule 12, are its documents, payments and settlements.
with sources as (
    select customer_no, currency, amount from invoices
    union all
    select customer_no, currency, amount * sign from payments
    join rules.entry_signs using (kind)
    union all
    select customer_no, currency, amount * sign from settlements
    join rules.entry_signs using (kind)
),

stated as (
    select customer_no, currency, sum(amount) as amount from sources group by customer_no, currency
),

entered as (
    select customer_no, currency, sum(amount) as amount
    from ledger_entries
    anti join paired_items using (item_id)
    group by customer_no, currency
)

select customer_no, currency, coalesce(e.amount, 0) - coalesce(s.amount, 0) as difference
from entered e
full join stated s using (customer_no, currency)
where coalesce(e.amount, 0) <> coalesce(s.amount, 0)
