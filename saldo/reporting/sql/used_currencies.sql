-- One row per customer and currency ever used, with the day of the first entry (rule 2).
with used as (
    select customer_no, currency, min(balance_date) as first_on
    from daily_balance
    join scope using (customer_no)
    where $currency is null or currency = $currency
    group by customer_no, currency
)
select * from used
