-- One row per customer and currency ever used: what is owed at $as_of, what of it is overdue, and
-- both as they were at $since (rules 2, 9).
-- stands on: open_amounts, standing_disputes, disputed_documents
with named as (
    select c.customer_no, c.name, c.parent_no, c.rep_no
    from customers c
    join scope using (customer_no)
),
held as (
    select
        customer_no,
        currency,
        sum(balance) filter (balance_date <= $as_of and until > $as_of) as balance,
        sum(balance) filter (balance_date <= $since and until > $since) as balance_before
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
        sum(open_amount) filter (due_date is null) as unapplied,
        max(days_overdue) as oldest_days
    from open_amounts
    group by customer_no, currency
),
aged_before as (
    select customer_no, currency, sum(amount) as overdue
    from item_events
    join scope using (customer_no)
    where event_date <= $since and closed_on > $since and due_date < $since
    group by customer_no, currency
),
contested as (
    select customer_no, currency, sum(disputed) as disputed
    from disputed_documents
    group by customer_no, currency
)
select
    h.customer_no,
    n.name,
    n.parent_no,
    n.rep_no,
    h.currency,
    cast(coalesce(h.balance, 0) as decimal(18, 4)) as balance,
    cast(coalesce(a.overdue, 0) as decimal(18, 4)) as overdue,
    cast(coalesce(d.disputed, 0) as decimal(18, 4)) as disputed,
    cast(coalesce(a.unapplied, 0) as decimal(18, 4)) as unapplied,
    coalesce(a.oldest_days, 0) as oldest_days_overdue,
    cast(coalesce(h.balance, 0) - coalesce(h.balance_before, 0) as decimal(18, 4))
        as balance_change,
    cast(coalesce(a.overdue, 0) - coalesce(b.overdue, 0) as decimal(18, 4)) as overdue_change
from held h
join named n using (customer_no)
left join aged a using (customer_no, currency)
left join aged_before b using (customer_no, currency)
left join contested d using (customer_no, currency)
order by h.currency, overdue desc, balance desc, h.customer_no
