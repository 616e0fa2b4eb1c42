-- One row per document with a line whose text holds $search, or whose amount is one of
-- $search_amounts, without VAT or with it. Nothing typed finds nothing.
select l.customer_no, l.company_no, l.class, l.invoice_no
from invoice_lines l
join scope using (customer_no)
where $search is not null
    and (
        contains(lower(l.description), $search)
        or list_contains($search_amounts::decimal(18, 4)[], abs(l.net_amount))
        or list_contains($search_amounts::decimal(18, 4)[], abs(l.net_amount + l.vat_amount))
    )
group by l.customer_no, l.company_no, l.class, l.invoice_no
