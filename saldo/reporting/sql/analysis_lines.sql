-- One row per line of a document issued by $as_of, flat for a pivot: every name beside its number, dates
-- as months, quarters and fiscal years. Credit notes negative; a document without lines has no row.
-- stands on: lines_found
with documents as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.issue_date, s.due_date
    from invoice_status s
    join scope using (customer_no)
    where s.issue_date <= $as_of
        and ($start is null or s.issue_date >= $start)
        and ($end is null or s.issue_date <= $end)
        and (
            $search is null
            or contains(s.search_text, $search)
            or list_contains($search_amounts::decimal(18, 4)[], abs(s.amount))
            or list_contains($search_amounts::decimal(18, 4)[], abs(s.line_net))
            or (s.customer_no, s.company_no, s.class, s.invoice_no) in (from lines_found)
        )
),
billed as (
    select l.*
    from invoice_lines l
    join scope using (customer_no)
    where ($currency is null or l.currency = $currency)
        and ($site is null or l.site_no = $site)
        and ($contract is null or l.contract_no = $contract)
),
buyers as (
    select c.customer_no, c.name as customer_name, coalesce(c.fiscal_year_start, 1) as first_month
    from customers c
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name as site_name, s.city
    from sites s
    join scope using (customer_no)
),
agreed as (
    select c.customer_no, c.company_no, c.contract_no, c.name as contract_name
    from contracts c
    join scope using (customer_no)
),
installed as (
    select m.customer_no, m.company_no, m.serial_no, m.model
    from machines m
    join scope using (customer_no)
)
select
    l.customer_no,
    b.customer_name,
    l.company_no,
    l.class,
    l.invoice_no,
    l.line_no,
    d.issue_date,
    cast(year(d.issue_date) as varchar) as year,
    concat(year(d.issue_date), '-Q', quarter(d.issue_date)) as quarter,
    strftime(d.issue_date, '%Y-%m') as year_month,
    case
        when b.first_month = 1 then cast(year(d.issue_date) as varchar)
        else concat(
            year(d.issue_date) - if(month(d.issue_date) < b.first_month, 1, 0), '/',
            right(
                cast(year(d.issue_date) + if(month(d.issue_date) < b.first_month, 0, 1) as varchar), 2
            )
        )
    end as fiscal_year,
    d.due_date,
    l.currency,
    coalesce(l.category, p.category) as category,
    l.product_no,
    l.description,
    l.quantity,
    l.unit,
    l.unit_price,
    l.net_amount,
    l.vat_rate,
    l.vat_amount,
    cast(l.net_amount + coalesce(l.vat_amount, 0) as decimal(18, 4)) as gross_amount,
    l.service_start,
    l.service_end,
    if(l.service_end >= l.service_start, l.service_end - l.service_start + 1, null) as service_days,
    l.site_no,
    s.site_name,
    s.city,
    l.contract_no,
    a.contract_name,
    l.serial_no,
    i.model,
    l.cost_centre,
    l.buyer_reference,
    l.purchase_order,
    l.order_no
from billed l
join documents d using (customer_no, company_no, class, invoice_no)
join buyers b using (customer_no)
left join products p on p.product_no = l.product_no
left join places s on s.customer_no = l.customer_no and s.site_no = l.site_no
left join agreed a
    on a.customer_no = l.customer_no
    and a.company_no = l.company_no
    and a.contract_no = l.contract_no
left join installed i
    on i.customer_no = l.customer_no
    and i.company_no = l.company_no
    and i.serial_no = l.serial_no
order by
    l.customer_no, d.issue_date, l.invoice_no, l.class,
    try_cast(l.line_no as integer) nulls last, l.line_no
