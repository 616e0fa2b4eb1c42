-- One row per version of the document asked for that was ever read in, the one that counts first:
-- its file, line and load (rule 6).
with versions as (
    select
        i.customer_no,
        i.currency,
        i.amount,
        i._load as load_no,
        i._file as file_no,
        i._line as line,
        i._version as version
    from staging.invoices i
    join scope using (customer_no)
    where i.company_no = $company_no and i.class = $class and i.invoice_no = $invoice_no
)
select
    v.customer_no,
    l.load_id,
    l.loaded_at,
    parse_filename(f.name) as file_name,
    v.line,
    v.currency,
    v.amount
from versions v
left join meta.loads l using (load_no)
left join meta.files f on f.file_no = v.file_no
order by v.version desc nulls last, v.load_no desc, v.file_no desc, v.line desc
