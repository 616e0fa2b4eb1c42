-- One bank reference on several payments: the same money may have been reported twice (rule 37).
with cash as (
    select company_no, payment_no, customer_no, bank_reference, amount, currency
    from payments
    where kind = 'payment'
    union all
    select company_no, payment_no, customer_no, bank_reference, amount, currency
    from suspense_payments
    where kind = 'payment'
),

repeated as (
    select company_no, bank_reference
    from cash
    where bank_reference is not null
    group by company_no, bank_reference
    having count(*) > 1
)

select
    'warning', customer_no, payment_no,
    json_object(
        'bank_reference', bank_reference, 'amount', cast(amount as varchar), 'currency', currency
    )
from cash
semi join repeated using (company_no, bank_reference)
