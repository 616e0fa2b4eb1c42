-- One row per dispute, of the source or the desk, ever raised on the document asked for (rule 14).
with theirs as (
    select d.customer_no, d.line_no, d.amount, d.currency, d.opened_on, d.closed_on, d.reason,
        'source' as raised_in
    from disputes d
    join scope using (customer_no)
    where d.company_no = $company_no and d.class = $class and d.invoice_no = $invoice_no
),
ours as (
    select d.customer_no, d.line_no, d.amount, d.opened_on, d.closed_on, d.reason,
        'desk' as raised_in, d.id, d.wanted, d.raised_by, d.raised_by_name, d.raised_at
    from desk_disputes d
    join scope using (customer_no)
    where d.company_no = $company_no and d.class = $class and d.invoice_no = $invoice_no
),
document as (
    select i.customer_no, i.currency
    from invoices i
    join scope using (customer_no)
    where i.company_no = $company_no and i.class = $class and i.invoice_no = $invoice_no
),
raised as (
    select * from theirs
    union all by name
    select o.*, i.currency
    from ours o
    join document i using (customer_no)
)
select
    customer_no,
    currency,
    nullif(line_no, '') as line_no,
    amount,
    opened_on,
    closed_on,
    opened_on <= $as_of and (closed_on is null or closed_on > $as_of) as stands,
    reason,
    raised_in,
    id,
    wanted,
    raised_by,
    raised_by_name,
    raised_at
from raised
where opened_on <= $as_of
order by opened_on, line_no, id
