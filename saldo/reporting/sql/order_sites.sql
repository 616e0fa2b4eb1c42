-- One row per site that order lines placed by $as_of go to, by name.
with used as (
    select distinct m.customer_no, m.site_no
    from order_milestones m
    join scope using (customer_no)
    where m.ordered_on <= $as_of and m.site_no is not null
),
places as (
    select s.customer_no, s.site_no, s.name
    from sites s
    join scope using (customer_no)
)
select u.customer_no, u.site_no, p.name as site_name
from used u
left join places p using (customer_no, site_no)
order by p.name nulls last, u.site_no
