-- One row per part of the payment asked for set against a document by $as_of, and for money given
-- back per part that was set against it (rule 8). `amount` has the sign of the payment's own.
with given as (
    select
        a.customer_no,
        a.company_no,
        a.effective_on,
        a.target_class as class,
        a.target_no as document_no,
        a.instalment_no,
        a.currency,
        a.amount
    from allocations a
    join scope using (customer_no)
    where a.company_no = $company_no
        and a.source_class = 'payment'
        and a.source_no = $payment_no
        and a.effective_on <= $as_of
),
taken as (
    select
        a.customer_no,
        a.company_no,
        a.effective_on,
        a.source_class as class,
        a.source_no as document_no,
        a.instalment_no,
        a.currency,
        -a.amount as amount
    from allocations a
    join scope using (customer_no)
    where a.company_no = $company_no
        and a.target_class in ('refund', 'payment_return')
        and a.target_no = $payment_no
        and a.effective_on <= $as_of
)
select
    customer_no,
    company_no,
    effective_on,
    class,
    document_no,
    instalment_no,
    currency,
    cast(amount as decimal(18, 4)) as amount
from (from given union all from taken) parts
order by effective_on, document_no, instalment_no
