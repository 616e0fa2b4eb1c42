-- One row per customer, currency and category with cost that no contract schedules: its run-rate.
-- Key: customer_no, currency, category. `method` a number of saldo.forecast.ladder; `expected` the
-- months from forecast_origin on, `said` the last twelve finished ones as they would have been
-- forecast before them, both in the currency; `scale` × the rows of its error pool are its
-- errors: that of `rate_pool`, or its category's where null; `missed`, `by_last_year`, `by_mean` the mean error a month looking back of the forecast,
-- of last year's same month and of the mean; `months` of history. Written after the models by
-- etl.forecasts: of an earlier moment (known-at) it is empty, and what is asked is forecast anew.
with shape as (
    select
        '' as customer_no, '' as currency, '' as category, 0 as method, 0 as months,
        cast([] as double[]) as expected, cast([] as double[]) as said, 0 as rate_pool,
        cast(0 as double) as scale, cast(0 as double) as missed,
        cast(0 as double) as by_last_year, cast(0 as double) as by_mean
    where false
)

select * from shape
order by customer_no
