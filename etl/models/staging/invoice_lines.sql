-- One row per line of a document: its newest version (rule 6).
-- Key: company_no, class, invoice_no, line_no. Without its invoice: left out, a finding.
with repeated as (
    select company_no, class, invoice_no, line_no
    from staging.invoice_lines
    group by company_no, class, invoice_no, line_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, class, invoice_no, line_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.invoice_lines
    semi join repeated using (company_no, class, invoice_no, line_no)
    union all
    select *, 1 as age
    from staging.invoice_lines
    anti join repeated using (company_no, class, invoice_no, line_no)
),

kept as (
    select
        company_no, class, invoice_no, line_no, product_no, description, quantity, unit, unit_price,
        net_amount, vat_rate, vat_amount, category, site_no, contract_no, serial_no, service_start,
        service_end, cost_centre, buyer_reference, purchase_order, order_no, order_line_no
    from versions
    where age = 1
),

placed as (
    select invoices.customer_no, invoices.currency, kept.*
    from kept
    join invoices using (company_no, class, invoice_no)
)

select * from placed
order by customer_no
