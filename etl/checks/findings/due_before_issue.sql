-- A document falls due before it is issued.
select
    'warning', customer_no, invoice_no,
    json_object('issue_date', cast(issue_date as varchar), 'due_date', cast(due_date as varchar))
from invoices
where due_date < issue_date and class <> 'credit_note'
