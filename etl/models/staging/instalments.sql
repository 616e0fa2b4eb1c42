-- One row per instalment of an invoice (rule 13): its newest version (rule 6).
-- Key: company_no, class, invoice_no, instalment_no. Without its invoice: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, class, invoice_no, instalment_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.instalments
),

kept as (
    select
        company_no, class, invoice_no, instalment_no, due_date, amount
    from versions
    where age = 1
),

placed as (
    select invoices.customer_no, invoices.currency, kept.*
    from kept
    join invoices using (company_no, class, invoice_no)
)

select * from placed
order by customer_no, company_no, class, invoice_no, instalment_no
