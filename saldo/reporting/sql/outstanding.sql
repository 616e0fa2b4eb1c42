-- One row per currency and month, the latest first, back from $as_of over $months months: what was
-- billed in it, with VAT; on each row what is open and overdue of invoices at $as_of and what was
-- billed in the last $window days (rule 18).
-- stands on: open_amounts
with billed as (
    select currency, entry_date, amount
    from ledger_entries
    join scope using (customer_no)
    where entry_date <= $as_of
        and kind in ('invoice', 'interest_invoice')
        and ($currency is null or currency = $currency)
),
owed as (
    select
        currency,
        sum(open_amount) as receivables,
        coalesce(sum(open_amount) filter (due_date < $as_of), 0) as overdue
    from open_amounts
    where due_date is not null
    group by currency
),
turned_over as (
    select
        currency,
        coalesce(sum(amount) filter (entry_date > $as_of - $window), 0) as billed
    from billed
    group by currency
),
months as (
    select cast(date_trunc('month', $as_of) - to_months(cast(step as integer)) as date) as month
    from range(0, $months) as steps (step)
),
by_month as (
    select currency, date_trunc('month', entry_date)::date as month, sum(amount) as billed
    from billed
    group by all
)
select
    t.currency,
    cast(coalesce(o.receivables, 0) as decimal(18, 4)) as receivables,
    cast(coalesce(o.overdue, 0) as decimal(18, 4)) as overdue,
    cast(t.billed as decimal(18, 4)) as billed,
    m.month,
    least(last_day(m.month), $as_of) - m.month + 1 as days,
    cast(coalesce(b.billed, 0) as decimal(18, 4)) as billed_in_month
from turned_over t
cross join months m
left join owed o using (currency)
left join by_month b on b.currency = t.currency and b.month = m.month
order by t.currency, m.month desc
