-- One row per customer, currency and day with movement; the balance holds on [balance_date, until).
-- Key: customer_no, currency, balance_date. The last row's until is 9999-12-31.
-- Checks: balance = sum of ledger entries up to the day = sum of open amounts (rules 9, 10).
with movements as (
    select
        customer_no, currency, entry_date as balance_date,
        cast(sum(amount) as decimal(18, 4)) as movement
    from ledger_entries
    group by customer_no, currency, entry_date
),

balances as (
    select
        customer_no, currency, balance_date, movement,
        cast(sum(movement) over account as decimal(18, 4)) as balance,
        lead(balance_date, 1, date '9999-12-31') over account as until
    from movements
    window account as (partition by customer_no, currency order by balance_date)
)

select * from balances
order by customer_no, balance_date
