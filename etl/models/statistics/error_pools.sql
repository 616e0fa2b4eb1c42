-- One row per pool of standardised errors that ranges are drawn from: no account can be seen in it.
-- Key: pool. `category` where it is a category's, else that of a rate; `errors` its paths one after
-- the other, each as many months long as the forecast. Written after the models by etl.forecasts.
with shape as (
    select 0 as pool, '' as category, cast([] as float[]) as errors
    where false
)

select * from shape
order by pool
