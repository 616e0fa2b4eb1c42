-- One row per disputed document or line (rule 14): its newest version (rule 6).
-- Key: company_no, dispute_no. Without its invoice: left out, a finding.
with versions as (
    select *, row_number() over (
        partition by company_no, dispute_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.disputes
),

kept as (
    select
        company_no, dispute_no, class, invoice_no, line_no, amount, opened_on, closed_on, reason
    from versions
    where age = 1
),

placed as (
    select invoices.customer_no, invoices.currency, kept.*
    from kept
    join invoices using (company_no, class, invoice_no)
)

select * from placed
order by customer_no, company_no, dispute_no
