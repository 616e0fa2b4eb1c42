-- One row per pool of standardised errors that ranges are drawn from: no account can be seen in it.
-- Key: category, rate_pool (a pool is a category's, or that of a rate: one of them is null).
-- `errors` are its paths one after the other, each as many months long as the forecast. Written
-- after the models by etl.forecasts.
with shape as (
    select '' as category, 0 as rate_pool, cast([] as float[]) as errors
    where false
)

select * from shape
order by category, rate_pool
