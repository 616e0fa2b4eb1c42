-- Rows whose document, order, contract or machine no file holds: they stand in staging only.
with orphans as (
    select 'invoice_lines' as child, 'invoices' as parent, invoice_no as subject
    from staging.invoice_lines
    anti join invoices using (company_no, class, invoice_no)
    union all
    select 'instalments' as child, 'invoices' as parent, invoice_no as subject
    from staging.instalments
    anti join invoices using (company_no, class, invoice_no)
    union all
    select 'disputes' as child, 'invoices' as parent, invoice_no as subject
    from staging.disputes
    anti join invoices using (company_no, class, invoice_no)
    union all
    select 'document_files' as child, 'invoices' as parent, invoice_no as subject
    from staging.document_files
    anti join invoices using (company_no, class, invoice_no)
    union all
    select 'order_lines' as child, 'orders' as parent, order_no as subject
    from staging.order_lines
    anti join orders using (company_no, order_no)
    union all
    select 'promises' as child, 'orders' as parent, order_no as subject
    from staging.promises
    anti join orders using (company_no, order_no)
    union all
    select 'delivery_events' as child, 'orders' as parent, order_no as subject
    from staging.delivery_events
    anti join orders using (company_no, order_no)
    union all
    select 'contract_charges' as child, 'contracts' as parent, contract_no as subject
    from staging.contract_charges
    anti join contracts using (company_no, contract_no)
    union all
    select 'contract_clauses' as child, 'contracts' as parent, contract_no as subject
    from staging.contract_clauses
    anti join contracts using (company_no, contract_no)
    union all
    select 'contract_notices' as child, 'contracts' as parent, contract_no as subject
    from staging.contract_notices
    anti join contracts using (company_no, contract_no)
    union all
    select 'machine_moves' as child, 'machines' as parent, serial_no as subject
    from staging.machine_moves
    anti join machines using (company_no, serial_no)
    union all
    select 'maintenance_coverage' as child, 'machines' as parent, serial_no as subject
    from staging.maintenance_coverage
    anti join machines using (company_no, serial_no)
    union all
    select 'service_visits' as child, 'machines' as parent, serial_no as subject
    from staging.service_visits
    anti join machines using (company_no, serial_no)
)

select
    'warning', cast(null as varchar), subject,
    json_object('table', child, 'parent', parent, 'rows', count(*))
from orphans
group by child, parent, subject
