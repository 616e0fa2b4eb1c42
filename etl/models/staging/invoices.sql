-- One row per invoice, credit note or interest invoice: its newest version (rule 6).
-- Key: company_no, class, invoice_no.
with repeated as (
    select company_no, class, invoice_no
    from staging.invoices
    group by company_no, class, invoice_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, class, invoice_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.invoices
    semi join repeated using (company_no, class, invoice_no)
    union all
    select *, 1 as age
    from staging.invoices
    anti join repeated using (company_no, class, invoice_no)
),

kept as (
    select
        company_no, class, invoice_no, customer_no, issue_date, due_date, currency, amount,
        net_amount, vat_amount, reference, payee_name, payee_account, original_no, order_no,
        contract_no, buyer_reference, purchase_order, booked_rate, source_class, note
    from versions
    where age = 1
)

select * from kept
order by customer_no, issue_date
