-- One row per line of a document issued by $as_of, without VAT; credit notes negative (rules 1, 4).
-- stands on: lines_found
with documents as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.issue_date, s.search_text
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
        and ($document_no is null or l.invoice_no = $document_no)
)
select
    l.customer_no,
    l.company_no,
    l.class,
    l.invoice_no,
    l.line_no,
    d.issue_date,
    l.currency,
    l.product_no,
    l.description,
    l.quantity,
    l.unit,
    l.unit_price,
    l.net_amount,
    l.vat_rate,
    l.vat_amount,
    l.category,
    l.service_start,
    l.service_end,
    l.site_no,
    l.contract_no,
    l.serial_no,
    l.cost_centre,
    l.buyer_reference,
    l.purchase_order,
    l.order_no
from billed l
join documents d using (customer_no, company_no, class, invoice_no)
order by
    l.customer_no, d.issue_date, l.invoice_no, l.class,
    try_cast(l.line_no as integer) nulls last, l.line_no
