-- What a transfer takes from one account it puts on another (rule 12).
select min(customer_no) as customer_no, currency, sum(amount) as difference
from paired_items
where kind = 'transfer'
group by company_no, document_no, currency
having sum(amount) <> 0
