-- One row per customer, budget, month, category and cost centre: its newest version (rule 6).
-- Key: customer_no, budget_name, month, category, cost_centre.
with versions as (
    select *, row_number() over (
        partition by customer_no, budget_name, month, category, cost_centre
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.budgets
),

kept as (
    select
        customer_no, budget_name, month, category, cost_centre, currency, amount
    from versions
    where age = 1
)

select * from kept
order by customer_no, budget_name, month, category, cost_centre
