-- One row per period in which a site (null: every one of the customer's) receives nothing (rule 22).
select c.customer_no, c.site_no, c.first_on, c.last_on
from site_closures c
join scope using (customer_no)
where c.first_on <= c.last_on
order by c.customer_no, c.site_no nulls first, c.first_on
