-- Money that names no customer stands on the suspense account (rule 37).
select
    'warning', cast(null as varchar), payment_no,
    json_object(
        'amount', cast(amount as varchar), 'currency', currency,
        'payment_date', cast(payment_date as varchar)
    )
from suspense_payments
