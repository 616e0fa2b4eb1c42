-- Numbers of one company and class that differ only by leading zeros (rule 5).
with numbers as (
    select customer_no, company_no, class, invoice_no as number from invoices
    union all
    select customer_no, null as company_no, 'customer' as class, customer_no as number
    from customers
    union all
    select customer_no, company_no, 'order' as class, order_no as number from orders
),

alike as (
    select company_no, class, ltrim(number, '0') as core
    from numbers
    group by company_no, class, ltrim(number, '0')
    having count(distinct number) > 1
)

select
    'warning', n.customer_no, n.number, json_object('class', n.class, 'without_zeros', a.core)
from numbers n
join alike a
    on a.company_no is not distinct from n.company_no and a.class = n.class
    and a.core = ltrim(n.number, '0')
