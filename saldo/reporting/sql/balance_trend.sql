-- One row per customer, currency used up to $end, and day from $start to $end (rule 9).
-- stands on: used_currencies
with days as (
    select $start + cast(step as integer) as date
    from range(0, $end - $start + 1) as steps (step)
),
held as (
    select customer_no, currency, balance_date, balance
    from daily_balance
    join scope using (customer_no)
    where balance_date <= $end and until > $start
),
wanted as (
    select u.customer_no, u.currency, d.date
    from used_currencies u
    cross join days d
    where u.first_on <= $end
)
select
    w.customer_no,
    w.currency,
    w.date,
    cast(coalesce(h.balance, 0) as decimal(18, 4)) as balance
from wanted w
asof left join held h
    on w.customer_no = h.customer_no and w.currency = h.currency and w.date >= h.balance_date
order by w.customer_no, w.currency, w.date
