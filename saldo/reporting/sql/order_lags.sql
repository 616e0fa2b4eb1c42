-- One row per category of ordered goods that the accounts in scope buy: how bills follow orders.
with own as (
    select distinct coalesce(m.category, 'other') as category
    from order_milestones m
    join scope using (customer_no)
)
select l.category, l.ordered_share, l.lag_days, l.after_promise
from order_lags l
join own using (category)
order by l.category
