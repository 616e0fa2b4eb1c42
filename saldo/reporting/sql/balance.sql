-- One row per customer and currency ever used: what is owed at $as_of and what of it stands out
-- (rules 9, 11, 14).
-- stands on: open_amounts, standing_disputes, disputed_documents
with held as (
    select
        customer_no,
        currency,
        sum(balance) filter (balance_date <= $as_of and until > $as_of) as balance
    from daily_balance
    join scope using (customer_no)
    where $currency is null or currency = $currency
    group by customer_no, currency
),
aged as (
    select
        customer_no,
        currency,
        sum(open_amount) filter (due_date < $as_of) as overdue,
        sum(open_amount) filter (due_date is null) as unapplied
    from open_amounts
    group by customer_no, currency
),
contested as (
    select customer_no, currency, sum(disputed) as disputed
    from disputed_documents
    group by customer_no, currency
)
select
    h.customer_no,
    h.currency,
    cast(coalesce(h.balance, 0) as decimal(18, 4)) as balance,
    cast(coalesce(a.overdue, 0) as decimal(18, 4)) as overdue,
    cast(coalesce(c.disputed, 0) as decimal(18, 4)) as disputed,
    cast(coalesce(a.unapplied, 0) as decimal(18, 4)) as unapplied
from held h
left join aged a using (customer_no, currency)
left join contested c using (customer_no, currency)
order by h.customer_no, h.currency
