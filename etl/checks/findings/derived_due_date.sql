-- Due dates no source states: invoice date + terms, else invoice date (rule 13). One a customer.
select
    'info', customer_no, customer_no, json_object('documents', count(distinct document_no))
from items
where due_derived
group by customer_no
