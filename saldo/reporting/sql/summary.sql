-- One row per currency over all accounts in scope: the figures of the first screen, what is open by
-- age, and the balance counted four ways: carried forward by day, as the statement's entries up to
-- $start and from it on, by open item, by age (rules 9, 10, 11, 14, 16). One question, asked once.
-- stands on: open_amounts, standing_disputes, disputed_documents
with held as (
    select currency, sum(balance) filter (balance_date <= $as_of and until > $as_of) as balance
    from daily_balance
    join scope using (customer_no)
    where $currency is null or currency = $currency
    group by currency
),
entered as (
    select
        currency,
        coalesce(sum(amount) filter (entry_date < $start), 0) as opening,
        coalesce(sum(amount) filter (entry_date >= $start), 0) as moved
    from ledger_entries
    join scope using (customer_no)
    where entry_date <= $as_of
    group by currency
),
by_bucket as (
    select
        currency,
        bucket,
        cast(sum(open_amount) as decimal(18, 4)) as amount,
        count(*) as items
    from open_amounts
    group by currency, bucket
),
aged as (
    select
        currency,
        sum(amount) as buckets,
        list({'bucket': bucket, 'amount': amount, 'items': items}) as ageing
    from by_bucket
    group by currency
),
documents as (
    select
        currency,
        class,
        sum(open_amount) as open_amount,
        sum(open_amount) filter (due_date < $as_of) as overdue,
        sum(open_amount) filter (due_date between $as_of and $as_of + 30) as due_soon,
        sum(open_amount) filter (due_date is not null) as invoiced,
        sum(open_amount) filter (due_date is null) as unapplied,
        min(due_date) filter (due_date < $as_of) as oldest_due,
        min(due_date) filter (due_date >= $as_of) as next_due,
        max(due_date) as last_due
    from open_amounts
    group by currency, company_no, class, document_no
),
figures as (
    select
        currency,
        sum(open_amount) as open_items,
        sum(overdue) as overdue,
        sum(due_soon) as due_soon,
        sum(invoiced) as invoiced,
        sum(unapplied) as unapplied,
        sum(open_amount) filter (class = 'credit_note') as open_credits,
        count(last_due) as open_invoices,
        count(*) filter (class = 'credit_note') as open_credit_notes,
        count(oldest_due) as overdue_invoices,
        min(oldest_due) as oldest_due,
        min(next_due) as next_due
    from documents
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
    coalesce(f.open_credit_notes, 0) as open_credit_notes,
    coalesce(f.overdue_invoices, 0) as overdue_invoices,
    coalesce(d.disputed_invoices, 0) as disputed_invoices,
    f.oldest_due,
    f.next_due,
    cast(coalesce(e.opening + e.moved, 0) as decimal(18, 4)) as statement,
    cast(coalesce(f.open_items, 0) as decimal(18, 4)) as open_items,
    cast(coalesce(a.buckets, 0) as decimal(18, 4)) as buckets,
    coalesce(a.ageing, []) as ageing
from held h
left join entered e using (currency)
left join figures f using (currency)
left join aged a using (currency)
left join contested d using (currency)
order by h.currency
