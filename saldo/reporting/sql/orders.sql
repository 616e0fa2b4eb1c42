-- One row per order line placed by $as_of, the most urgent first (rules 19, 20, 21).
-- stands on: order_state, orders_chosen
with places as (
    select s.customer_no, s.site_no, s.name as site_name, s.country
    from sites s
    join scope using (customer_no)
),
homes as (
    select c.customer_no, c.country
    from customers c
    join scope using (customer_no)
)
select
    o.customer_no,
    o.company_no,
    o.order_no,
    o.line_no,
    o.purchase_order,
    o.ordered_on,
    o.product_no,
    o.description,
    o.category,
    o.site_no,
    p.site_name,
    coalesce(p.country, h.country) as country,
    o.currency,
    o.ordered_qty,
    o.unit,
    o.unit_price,
    o.milestone,
    o.requested,
    o.first_confirmed,
    o.latest_confirmed,
    o.promises,
    o.slips,
    o.slip_days,
    o.shipped,
    o.delivered,
    o.delivered_qty,
    o.invoiced,
    o.cancelled,
    o.knows_delivery,
    o.due_on,
    o.completed,
    o.late_days,
    o.is_late
from orders_chosen o
left join homes h using (customer_no)
left join places p using (customer_no, site_no)
order by
    o.is_late desc,
    (o.completed is not null or o.cancelled is not null),
    if(o.completed is null and o.cancelled is null, o.due_on, null) nulls last,
    o.completed desc nulls last,
    o.customer_no,
    o.order_no,
    o.company_no,
    try_cast(o.line_no as integer) nulls last,
    o.line_no
