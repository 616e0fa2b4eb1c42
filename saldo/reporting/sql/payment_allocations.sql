-- One row per part of the payment asked for set against a document by $as_of (rule 8).
with settled as (
    select a.*
    from allocations a
    join scope using (customer_no)
    where a.company_no = $company_no
        and a.source_class = 'payment'
        and a.source_no = $payment_no
        and a.effective_on <= $as_of
)
select
    customer_no,
    company_no,
    effective_on,
    target_class as class,
    target_no as document_no,
    instalment_no,
    currency,
    amount
from settled
order by effective_on, target_no, instalment_no
