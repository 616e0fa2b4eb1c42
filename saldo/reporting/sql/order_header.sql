-- One row per order of that number placed by $as_of: who ordered it, and where it goes.
with placed as (
    select o.*
    from orders o
    join scope using (customer_no)
    where o.company_no = $company_no and o.order_no = $order_no and o.ordered_on <= $as_of
),
buyers as (
    select c.customer_no, c.name
    from customers c
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name, s.city
    from sites s
    join scope using (customer_no)
)
select
    o.customer_no,
    b.name as customer_name,
    o.company_no,
    o.order_no,
    o.ordered_on,
    o.purchase_order,
    o.buyer_reference,
    o.site_no,
    p.name as site_name,
    p.city,
    if(o.cancelled_on <= $as_of, o.cancelled_on, null) as cancelled
from placed o
join buyers b using (customer_no)
left join places p using (customer_no, site_no)
