-- One row per account, currency and category with a run-rate made by the load from the month $origin on.
with own as (
    select r.*
    from run_rates r
    join scope using (customer_no)
    where ($currency is null or r.currency = $currency)
)
select
    o.customer_no, o.currency, o.category, o.method, o.months, o.expected, o.rate_pool, o.scale
from own o
cross join forecast_origin f
where f.month = $origin
order by o.customer_no, o.currency, o.category
