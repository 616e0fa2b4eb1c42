-- A document or payment dated after the day it was loaded: it does not move the data's end.
with dated as (
    select customer_no, class, invoice_no as subject, issue_date as day from invoices
    union all
    select customer_no, kind as class, payment_no as subject, payment_date as day from payments
)

select 'warning', customer_no, subject, json_object('class', class, 'date', cast(day as varchar))
from dated
join rules.loading on dated.day > loading.loaded_on
