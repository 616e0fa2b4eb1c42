-- One row per contract charge of a machine and span of one price: base × factor (rule 24).
-- Key: charge_id (the row of machine_charges), from_on; spans run from from_on up to, not including,
-- to_on. whole_amount: a whole period, rounded once; price is exact, in 10^-14 of a unit, and coin
-- ten-thousandths make the smallest coin. lacking: the price stands on an index value that is not
-- there.
with spans as (
    select
        h.rowid as charge_id, h.customer_no, coalesce(f.from_on, date '1900-01-01') as from_on,
        coalesce(f.to_on, date '9999-12-31') as to_on, coalesce(f.lacking, false) as lacking,
        cast(cast(h.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(
                cast(coalesce(f.factor, cast(1 as decimal(16, 10))) as decimal(28, 10))
                * 10000000000 as hugeint
            ) as price,
        cast(case coalesce(c.minor_units, 2)
            when 0 then 10000 when 3 then 10 else 100
        end as hugeint) as coin
    from machine_charges h
    left join price_factors f
        on f.company_no = h.company_no and f.contract_no = h.contract_no
    left join rules.currencies c on c.currency = h.currency
),

prices as (
    select
        charge_id, customer_no, from_on, to_on, lacking, price, coin,
        cast(cast(sign(price) * coin * (
            (2 * abs(price) + coin * 10000000000) // (2 * coin * 10000000000)
        ) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as whole_amount
    from spans
)

select * from prices
order by customer_no, charge_id, from_on
