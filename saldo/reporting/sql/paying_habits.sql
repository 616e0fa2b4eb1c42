-- One row per account: invoices paid by $as_of and their mean delay, levelled to one issue date and
-- no dispute, so that it can be compared with that of all accounts.
with paid as (
    select d.customer_no, d.issue_date, d.disputed, d.days
    from payment_delays d
    join scope using (customer_no)
    where d.paid_on <= $as_of
),
levelled as (
    select
        d.customer_no,
        d.days - p.a_day_later * (d.issue_date - date '2000-01-01')
            - if(d.disputed, p.when_disputed, 0) as days
    from paid d
    cross join payment_pool p
)
select customer_no, count(*) as invoices, avg(days) as days
from levelled
group by customer_no
order by customer_no
