-- One row per currency over all accounts in scope: the figures of the first screen (rules 9, 11, 14).
-- stands on: open_amounts, open_posts, standing_disputes, disputed_documents
with held as (
    select currency, sum(balance) filter (balance_date <= $as_of and until > $as_of) as balance
    from daily_balance
    join scope using (customer_no)
    where $currency is null or currency = $currency
    group by currency
),
figures as (
    select
        currency,
        sum(open_amount) filter (due_date < $as_of) as overdue,
        sum(open_amount) filter (due_date between $as_of and $as_of + 30) as due_soon,
        sum(open_amount) filter (due_date is not null) as invoiced,
        sum(open_amount) filter (due_date is null) as unapplied,
        sum(open_amount) filter (class = 'credit_note') as open_credits,
        count(distinct (company_no, class, document_no)) filter (due_date is not null)
            as open_invoices,
        count(distinct (company_no, class, document_no)) filter (due_date < $as_of)
            as overdue_invoices,
        min(due_date) filter (due_date < $as_of) as oldest_due,
        min(due_date) filter (due_date >= $as_of) as next_due
    from open_posts
    group by currency
),
contested as (
    select currency, sum(disputed) as disputed, count(*) as disputed_invoices
    from disputed_documents
    group by currency
)
select
    h.currency,
    cast(coalesce(h.balance, 0) as decimal(18, 4)) as balance,
    cast(coalesce(f.overdue, 0) as decimal(18, 4)) as overdue,
    cast(coalesce(f.due_soon, 0) as decimal(18, 4)) as due_soon,
    cast(coalesce(f.unapplied, 0) as decimal(18, 4)) as unapplied,
    cast(coalesce(d.disputed, 0) as decimal(18, 4)) as disputed,
    cast(coalesce(f.invoiced, 0) as decimal(18, 4)) as open_invoiced,
    cast(coalesce(f.open_credits, 0) as decimal(18, 4)) as open_credits,
    coalesce(f.open_invoices, 0) as open_invoices,
    coalesce(f.overdue_invoices, 0) as overdue_invoices,
    coalesce(d.disputed_invoices, 0) as disputed_invoices,
    f.oldest_due,
    f.next_due
from held h
left join figures f using (currency)
left join contested d using (currency)
order by h.currency
