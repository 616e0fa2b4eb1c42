-- One row per document issued in the period and original file of it; one without a file where none
-- is kept.
with documents as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.issue_date, s.currency, s.amount
    from invoice_status s
    join scope using (customer_no)
    where s.issue_date between $start and $end
        and ($currency is null or s.currency = $currency)
),
kept as (
    select
        o.customer_no, o.company_no, o.class, o.invoice_no, o.file_name, o.media_type, o.sha256,
        o.bytes
    from originals o
    join scope using (customer_no)
)
select d.*, k.file_name, k.media_type, k.sha256, k.bytes
from documents d
left join kept k using (customer_no, company_no, class, invoice_no)
order by d.issue_date, d.customer_no, d.company_no, d.invoice_no, d.class, k.file_name
