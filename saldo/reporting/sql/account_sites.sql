-- One row per site of the accounts.
with places as (
    select s.customer_no, s.site_no, s.name as site_name, s.city
    from sites s
    join scope using (customer_no)
)
select customer_no, site_no, site_name, city
from places
order by customer_no, site_name nulls last, site_no
