-- One row per invoice line that names a machine, of the invoices $invoices: what it says of VAT.
select l.customer_no, l.company_no, l.class, l.invoice_no, l.line_no, l.net_amount, l.vat_rate,
    l.vat_amount
from invoice_lines l
join scope using (customer_no)
where l.serial_no is not null and list_contains($invoices::varchar[], l.invoice_no)
