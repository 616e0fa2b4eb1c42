-- One row, or none before any load was forecast: what the run-rates of this snapshot begin with.
-- Key: none. `month` the first month they speak of; `weights` those of saldo.forecast.spread.
-- Written after the models by etl.forecasts.
with shape as (
    select cast(null as date) as month, cast([] as double[]) as weights
    where false
)

select * from shape
order by month
