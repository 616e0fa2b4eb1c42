-- One row per original file of a document that is kept, with the hash of its bytes, as the loader
-- noted it in staging.
-- Key: company_no, class, invoice_no, file_name.
with kept as (
    select
        company_no, class, invoice_no, file_name, sha256, bytes
    from staging.originals
    where problem is null
    qualify row_number() over (
        partition by company_no, class, invoice_no, file_name order by _load desc
    ) = 1
),

placed as (
    select document_files.*, kept.sha256, kept.bytes
    from document_files
    join kept using (company_no, class, invoice_no, file_name)
)

select * from placed
order by customer_no, company_no, class, invoice_no, file_name
