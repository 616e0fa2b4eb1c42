-- One row per site that any contract covers at $as_of.
-- stands on: contract_places
with places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
)
select distinct c.site_no, p.site_name
from contract_places c
left join places p using (customer_no, site_no)
where c.site_no is not null
order by p.site_name nulls last, c.site_no
