-- One row per customer, month, category, contract and part: contract charges still to come.
-- Key: customer_no, currency, month, category, contract_no, part. From the month after the data's
-- end, 24 months ahead; net. 'known' until the term's end, then 'assumed' where the contract renews
-- by itself (rule 30). Periods are counted from the contract's first day; a period's charge is base × factor on its first day, rounded once;
-- its months take it by days, edges prorated by days (rule 23).
-- Checks: equal to saldo.ledger.charges.accrued; a whole period's parts sum to its rounded charge.
with horizon as (
    select
        a.next_month as first_day, z.last_day, a.month_no + 1 as first_no, z.month_no as last_no
    from rules.loading l
    left join data_end d on true
    join rules.months a
        on a.month = cast(date_trunc('month', coalesce(d.last_business_date, l.loaded_on)) as date)
    join rules.months z on z.month_no = a.month_no + 24
),

-- what is known, and what is assumed after it
spans as (
    select
        t.*, 'known' as part, greatest(t.start_on, h.first_day) as from_on,
        least(t.known_to, h.last_day) as to_on
    from charge_terms t
    cross join horizon h
    union all
    select
        t.*, 'assumed' as part, greatest(t.start_on, h.first_day, t.known_to + 1) as from_on,
        least(t.stops_on, h.last_day) as to_on
    from charge_terms t
    cross join horizon h
    where t.renews
),

numbered as (
    select
        *, year(counted_from) * 12 + month(counted_from) - 1 as start_no,
        year(from_on) * 12 + month(from_on) - 1 as from_no,
        year(to_on) * 12 + month(to_on) - 1 as to_no
    from spans
    where from_on <= to_on
),

period_numbers as (
    select
        *,
        unnest(range(
            (from_no - start_no + 12000 * period_months) // period_months - 12001,
            (to_no - start_no + 12000 * period_months) // period_months - 11999
        )) as period
    from numbered
),

periods as (
    select
        n.*, least(a.month + cast(day(n.counted_from) - 1 as integer), a.last_day) as period_start,
        least(z.month + cast(day(n.counted_from) - 1 as integer), z.last_day) - 1 as period_end
    from period_numbers n
    join rules.months a on a.month_no = n.start_no + n.period * n.period_months
    join rules.months z on z.month_no = n.start_no + (n.period + 1) * n.period_months
),

prices as (
    select
        p.* exclude (amount), coalesce(m.minor_units, 2) as minor_units,
        cast(p.amount as decimal(28, 4)) * coalesce(f.factor, cast(1 as decimal(16, 10))) as price
    from periods p
    left join price_factors f
        on f.company_no = p.company_no and f.contract_no = p.contract_no
        and f.from_on <= p.period_start and f.to_on > p.period_start
    left join rules.currencies m on m.currency = p.currency
),

-- whole numbers from here: ten-thousandths of a unit, and how many make the smallest coin
rounded as (
    select
        * exclude (price, minor_units),
        case minor_units when 0 then 10000 when 3 then 10 else 100 end as coin,
        cast(10000 * case minor_units
            when 0 then cast(round(price, 0) as decimal(22, 4))
            when 3 then cast(round(price, 3) as decimal(22, 4))
            else cast(round(price, 2) as decimal(22, 4))
        end as hugeint) as whole
    from prices
),

months_of_periods as (
    select
        p.*, m.month, greatest(p.period_start, p.from_on, m.month) as first_day,
        least(p.period_end, p.to_on, m.last_day) as last_day
    from rounded p
    join rules.months m
        on m.month <= p.period_end and m.last_day >= p.period_start
        and m.month <= p.to_on and m.last_day >= p.from_on
),

days_reached as (
    select
        *, period_end - period_start + 1 as days, first_day - period_start as days_before,
        last_day - period_start + 1 as days_after
    from months_of_periods
    where first_day <= last_day
),

-- what is reached after so many days, half away from zero; a part is the step between two of them
parts as (
    select
        customer_no, currency, category, contract_no, month, part,
        sign(whole) * coin * (
            (2 * abs(whole) * days_after + days * coin) // (2 * days * coin)
            - (2 * abs(whole) * days_before + days * coin) // (2 * days * coin)
        ) as whole
    from days_reached
),

charges as (
    select
        customer_no, currency, month, category, contract_no, part,
        cast(cast(sum(whole) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as amount
    from parts
    group by customer_no, currency, month, category, contract_no, part
)

select * from charges
order by customer_no, month
