-- The last daily balance of an account is the sum of its ledger entries (rule 9).
with ledger as (
    select customer_no, currency, sum(amount) as amount
    from ledger_entries
    group by customer_no, currency
)

select customer_no, currency, coalesce(b.balance, 0) - coalesce(l.amount, 0) as difference
from ledger l
full join (
    select customer_no, currency, balance from daily_balance where until = date '9999-12-31'
) b using (customer_no, currency)
where coalesce(b.balance, 0) <> coalesce(l.amount, 0)
