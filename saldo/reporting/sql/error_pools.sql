-- One row per pool of standardised errors that the run-rates of the accounts in scope may draw from,
-- with the weights of the signs of spread.
with own as (
    select distinct r.category
    from run_rates r
    join scope using (customer_no)
)
select p.category, p.rate_pool, p.errors, f.weights
from error_pools p
cross join forecast_origin f
where p.category in (select category from own)
    or (p.category is null and exists (select 1 from own))
order by p.category, p.rate_pool
