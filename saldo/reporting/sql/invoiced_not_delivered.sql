-- One row per order line of which more is invoiced, less credits, than has come by $as_of, the oldest
-- first, with the quantity and price of what is still to come.
-- stands on: order_state, billed_quantities
with apart as (
    select *, kept_qty - came_qty as missing_qty
    from billed_quantities
    where kept_qty > came_qty
        and ($site is null or site_no = $site)
        and ($currency is null or currency = $currency)
),
named as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
)
select
    a.customer_no,
    a.company_no,
    a.order_no,
    a.line_no,
    a.purchase_order,
    a.description,
    a.site_no,
    n.site_name,
    a.last_came,
    cast(a.came_qty as decimal(28, 10)) as delivered_qty,
    a.invoice_no,
    a.invoiced_on,
    cast(a.kept_qty as decimal(28, 10)) as invoiced_qty,
    cast(a.missing_qty as decimal(28, 10)) as quantity,
    a.unit,
    a.currency,
    a.unit_price,
    a.discount,
    cast($as_of - a.invoiced_on as integer) as days
from apart a
left join named n using (customer_no, site_no)
order by days desc nulls last, a.customer_no, a.order_no, a.line_no
