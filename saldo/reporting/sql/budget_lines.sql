-- One row per line whose service period meets the asked one, issued by $as_of; a line without period
-- counts on its invoice date, a document without lines as one line (rules 23, 28). Interest invoices
-- and the lines left of a cancelled document stand outside (rules 4, 6). `period_amount` is the
-- line's part in the asked period by days, in whole minor units: over periods that follow each
-- other the parts sum to the line.
with billed as (
    select l.*
    from invoice_lines l
    join scope using (customer_no)
    where l.class <> 'interest_invoice'
),
documents as (
    select i.customer_no, i.company_no, i.class, i.invoice_no, i.issue_date, i.currency, i.amount,
        i.net_amount, i.vat_amount, i.contract_no, i.purchase_order, i.order_no
    from invoices i
    join scope using (customer_no)
    where i.class <> 'interest_invoice' and i.issue_date <= $as_of
),
left_over as (
    select s.customer_no, s.company_no, s.class, s.invoice_no
    from invoice_status s
    join scope using (customer_no)
    where s.amount = 0 and s.line_net <> 0
),
whole as (
    select s.customer_no, s.company_no, s.class, s.invoice_no
    from invoice_status s
    join scope using (customer_no)
    where s.lines = 0
),
agreed as (
    select c.customer_no, c.company_no, c.contract_no, c.name as contract_name, c.category
    from contracts c
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
),
lines as (
    select b.customer_no, b.company_no, b.class, b.invoice_no, b.line_no, d.issue_date, b.currency,
        b.category, b.product_no, b.description, coalesce(b.contract_no, d.contract_no) as contract_no,
        b.site_no, b.cost_centre, b.serial_no, b.buyer_reference,
        coalesce(b.purchase_order, d.purchase_order) as purchase_order, b.service_start,
        b.service_end, b.net_amount, b.vat_amount
    from billed b
    join documents d using (customer_no, company_no, class, invoice_no)
    where (b.customer_no, b.company_no, b.class, b.invoice_no) not in (from left_over)
    union all by name
    select d.customer_no, d.company_no, d.class, d.invoice_no, d.issue_date, d.currency,
        d.contract_no, d.purchase_order,
        cast(coalesce(d.net_amount, d.amount - coalesce(d.vat_amount, 0)) as decimal(18, 4))
            as net_amount,
        d.vat_amount
    from documents d
    join whole w using (customer_no, company_no, class, invoice_no)
),
placed as (
    select
        l.* exclude (category),
        coalesce(l.category, p.category, a.category, 'other') as category,
        a.contract_name,
        s.site_name,
        coalesce(l.service_end >= l.service_start, false) as has_period,
        if(has_period, l.service_start, l.issue_date) as first_day,
        if(has_period, l.service_end, l.issue_date) as last_day,
        cast(cast(l.net_amount as decimal(28, 4)) * 10000 as hugeint) as ten_thousandths,
        case coalesce(m.minor_units, 2) when 0 then 10000 when 3 then 10 else 100 end as coin
    from lines l
    left join products p on p.product_no = l.product_no
    left join agreed a using (customer_no, company_no, contract_no)
    left join places s using (customer_no, site_no)
    left join rules.currencies m on m.currency = l.currency
),
met as (
    select
        *,
        last_day - first_day + 1 as days,
        greatest(coalesce($start, first_day), first_day) - first_day as days_before,
        least(coalesce($end, last_day), last_day) - first_day + 1 as days_after
    from placed
    where ($start is null or last_day >= $start)
        and ($end is null or first_day <= $end)
        and ($currency is null or currency = $currency)
        and ($site is null or site_no = $site)
        and ($contract is null or contract_no = $contract)
),
parts as (
    select
        *,
        case
            when days_after = days then ten_thousandths
            else sign(ten_thousandths) * coin
                * ((2 * abs(ten_thousandths) * days_after + days * coin) // (2 * days * coin))
        end - sign(ten_thousandths) * coin
            * ((2 * abs(ten_thousandths) * days_before + days * coin) // (2 * days * coin))
            as of_period
    from met
)
select
    customer_no,
    company_no,
    category,
    contract_no,
    contract_name,
    site_no,
    site_name,
    cost_centre,
    serial_no,
    service_start,
    service_end,
    class,
    invoice_no,
    line_no,
    issue_date,
    description,
    buyer_reference,
    purchase_order,
    currency,
    net_amount,
    vat_amount,
    cast(cast(of_period as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as period_amount
from parts
order by
    customer_no, category, contract_no nulls last, first_day, invoice_no,
    try_cast(line_no as integer) nulls last, line_no
