-- A total has more decimals than its currency (rule 1).
with totals as (
    select customer_no, class, invoice_no as subject, currency, amount from invoices
    union all
    select customer_no, kind as class, payment_no as subject, currency, amount from payments
    union all
    select customer_no, kind as class, settlement_no as subject, currency, amount from settlements
)

select
    'warning', customer_no, subject,
    json_object('class', class, 'amount', cast(amount as varchar), 'currency', currency)
from totals
join rules.currencies using (currency)
where amount <> case minor_units
    when 0 then round(amount, 0) when 3 then round(amount, 3) else round(amount, 2)
end
