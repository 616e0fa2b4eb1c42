-- One row per kept original file of one document, if it is in scope.
select
    o.customer_no, o.company_no, o.class, o.invoice_no, o.file_name, o.media_type, o.sha256, o.bytes
from originals o
join scope using (customer_no)
where o.company_no = $company_no and o.class = $class and o.invoice_no = $invoice_no
order by o.file_name
