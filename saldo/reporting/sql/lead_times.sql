-- One row per order line that was complete from $start to $end, with the days it was ordered,
-- confirmed and complete, and the country whose calendar counts (rule 22). What is said to have come
-- before it was ordered has no lead time.
-- stands on: order_state
with arrived as (
    select *
    from order_state
    where completed between $start and $end
        and completed >= ordered_on
        and cancelled is null
        and ($site is null or site_no = $site)
        and ($category is null or coalesce(category, 'other') = $category)
),
places as (
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
    a.customer_no,
    a.company_no,
    a.order_no,
    a.line_no,
    a.description,
    coalesce(a.category, 'other') as category,
    a.site_no,
    p.site_name,
    coalesce(p.country, h.country) as country,
    if(a.knows_delivery, 'delivered', 'shipped') as measure,
    a.ordered_on,
    if(a.confirmed_on <= a.completed, a.confirmed_on, null) as confirmed_on,
    a.completed
from arrived a
left join homes h using (customer_no)
left join places p using (customer_no, site_no)
order by a.completed desc, a.customer_no, a.order_no, a.line_no
