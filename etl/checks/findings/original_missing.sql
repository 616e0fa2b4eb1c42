-- Files that a source names as a document's original and that could not be kept, and why.
select
    'warning', f.customer_no, f.invoice_no,
    json_object('file', o.file_name, 'problem', any_value(o.problem))
from document_files f
join staging.originals o using (company_no, class, invoice_no, file_name)
where o.problem is not null
group by f.customer_no, f.company_no, f.class, f.invoice_no, o.file_name
