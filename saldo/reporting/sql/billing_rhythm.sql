-- One row per account and currency billed in the year to $as_of: on which days of a month it is
-- billed (five of them, evenly), after how many days that is due, and what a net amount becomes
-- with VAT.
with billed as (
    select
        s.customer_no, s.company_no, s.class, s.invoice_no, s.currency,
        day(s.issue_date) as issue_day, s.due_date - s.issue_date as days, s.amount,
        nullif(s.line_net, 0) as line_net
    from invoice_status s
    join scope using (customer_no)
    where s.class = 'invoice' and s.amount > 0 and s.issue_date > $as_of - 365
        and s.issue_date <= $as_of and ($currency is null or s.currency = $currency)
),
stated as (
    select
        i.company_no, i.class, i.invoice_no,
        coalesce(i.net_amount, i.amount - i.vat_amount) as net
    from invoices i
    join scope using (customer_no)
),
priced as (
    select
        b.customer_no, b.currency, b.issue_day, b.days, b.amount, coalesce(b.line_net, s.net) as net
    from billed b
    join stated s using (company_no, class, invoice_no)
)
select
    customer_no,
    currency,
    quantile_disc(issue_day, [0.1, 0.3, 0.5, 0.7, 0.9]) as issue_days,
    coalesce(cast(median(days) as double), 0) as terms,
    coalesce(
        cast(sum(amount) filter (net > 0) as double) / cast(sum(net) filter (net > 0) as double),
        1
    ) as with_vat
from priced
group by customer_no, currency
order by customer_no, currency
