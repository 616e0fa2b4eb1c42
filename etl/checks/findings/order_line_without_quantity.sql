-- An order line of no quantity or less: it is waited for by nobody.
select
    'warning', customer_no, order_no,
    json_object('line_no', line_no, 'quantity', cast(quantity as varchar))
from order_lines
where quantity <= 0
