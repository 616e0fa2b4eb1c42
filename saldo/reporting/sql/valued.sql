-- One row per account and currency: what is open at $as_of, the latest rate into $into up to then, and what the
-- open items were booked at (rule 2): at the document's own rate where the seller accounts in $into,
-- else at the rate of its day. `unrated` is what no such rate is known of.
-- stands on: open_amounts
with documents as (
    select i.customer_no, i.company_no, i.class, i.invoice_no as document_no, i.booked_rate
    from invoices i
    join scope using (customer_no)
),
rates as (
    select from_currency as currency, rate_date, cast(rate as decimal(18, 8)) as rate
    from exchange_rates
    where to_currency = $into and rate_date <= $as_of
),
latest as (
    select currency, arg_max(rate, rate_date) as rate, max(rate_date) as rate_date
    from rates
    group by currency
),
dated as (
    select
        o.customer_no,
        o.currency,
        o.issue_date,
        o.open_amount,
        if(m.currency = $into, cast(d.booked_rate as decimal(18, 8)), null) as booked_rate
    from open_amounts o
    left join documents d using (customer_no, company_no, class, document_no)
    left join companies m using (company_no)
),
booked as (
    select
        d.customer_no,
        d.currency,
        d.open_amount,
        case when d.currency = $into then 1.0 else coalesce(d.booked_rate, r.rate) end as rate
    from dated d
    asof left join rates r on d.currency = r.currency and d.issue_date >= r.rate_date
),
summed as (
    select
        customer_no,
        currency,
        sum(open_amount) as open_amount,
        coalesce(sum(open_amount) filter (rate is null), 0) as unrated,
        sum(open_amount * cast(rate as decimal(18, 8))) as booked
    from booked
    group by customer_no, currency
)
select
    s.customer_no,
    s.currency,
    cast(s.open_amount as decimal(18, 4)) as open_amount,
    if(s.currency = $into, 1, l.rate) as rate,
    l.rate_date,
    cast(s.booked as decimal(38, 12)) as booked,
    cast(s.unrated as decimal(18, 4)) as unrated
from summed s
left join latest l using (currency)
order by s.currency, s.customer_no
