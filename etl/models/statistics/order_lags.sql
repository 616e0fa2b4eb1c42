-- One row per category of ordered goods, over all accounts: how billing follows orders.
-- Key: category. Of the order lines billed in the data's last two years: `lag_days` 200 quantiles
-- from order to invoice, `after_promise` 200 from the latest confirmed date to the invoice (from
-- the order where none was ever confirmed); `ordered_share` the share of the category's cost without
-- a contract that came by an order, from 0 to 1. No account can be seen in it.
with since as (
    select last_business_date - 730 as first_day, last_business_date as last_day
    from data_end
),

billed as (
    select
        coalesce(m.category, 'other') as category, cast(m.invoiced - m.ordered_on as double) as lag,
        cast(m.invoiced - coalesce(m.latest_confirmed, m.ordered_on) as double) as after_promise,
        cast(m.ordered_qty * m.unit_price as double) as net
    from order_milestones m
    cross join since s
    where m.invoiced > s.first_day and m.invoiced <= s.last_day and m.invoiced >= m.ordered_on
),

spent as (
    select m.category, sum(m.amount) as net
    from monthly_spend m
    cross join since s
    where not m.known and m.month > s.first_day and m.month <= s.last_day
    group by m.category
),

lags as (
    select
        b.category,
        least(sum(b.net) / greatest(cast(any_value(s.net) as double), sum(b.net), 1e-9), 1)
            as ordered_share,
        quantile_cont(b.lag, [(place + 0.5) / 200 for place in range(200)]) as lag_days,
        quantile_cont(b.after_promise, [(place + 0.5) / 200 for place in range(200)])
            as after_promise
    from billed b
    join spent s using (category)
    group by b.category
)

select * from lags
order by category
