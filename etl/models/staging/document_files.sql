-- One row per original file of a document: its newest version (rule 6).
-- Key: company_no, class, invoice_no, file_name. Without its invoice: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, class, invoice_no, file_name
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.document_files
),

kept as (
    select
        company_no, class, invoice_no, file_name, media_type
    from versions
    where age = 1
),

placed as (
    select invoices.customer_no, kept.*
    from kept
    join invoices using (company_no, class, invoice_no)
)

select * from placed
order by customer_no, company_no, class, invoice_no, file_name
