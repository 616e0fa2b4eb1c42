-- One row per billed line and charge period it touches: what the contract asks for its days.
-- Key: customer_no, company_no, serial_no, seq, period_start. Periods are counted from the
-- contract's first day; from the charge's or the line's own where only so the line is whole
-- periods. Each is one charge: base × factor on its first day × days ÷ its days, rounded once
-- (rules 23, 24). whole_amount: all billed days; due_amount: the billable ones that no earlier line
-- billed, due_days of them. lacking: the price stands on an index value that is not there.
-- Checks: equal to saldo.ledger.charge_periods.
with lines as (
    select
        customer_no, company_no, serial_no, seq, contract_no, currency, amount, installed_on,
        liable_to, contract_start, charge_start, cast(period_months as bigint) as step,
        service_start as first_day, service_end as last_day, service_end + 1 as next_day,
        unnest([1, 2, 3]) as choice,
        unnest([contract_start, charge_start, service_start]) as anchor
    from billed_lines
    where found = 'known' and installed_on is not null and has_period and missing is null
),

fitting as (
    select
        customer_no, company_no, serial_no, seq, min(choice) as choice
    from lines
    where (year(first_day) * 12 + month(first_day) - year(anchor) * 12 - month(anchor)
            + 12000 * step) % step = 0
        and (year(next_day) * 12 + month(next_day) - year(anchor) * 12 - month(anchor)
            + 12000 * step) % step = 0
        and day(first_day) = least(day(anchor), day(last_day(first_day)))
        and day(next_day) = least(day(anchor), day(last_day(next_day)))
    group by customer_no, company_no, serial_no, seq
),

anchored as (
    select
        l.*, year(l.anchor) * 12 + month(l.anchor) - 1 as anchor_no,
        year(l.first_day) * 12 + month(l.first_day) - 1 as first_no,
        year(l.last_day) * 12 + month(l.last_day) - 1 as last_no
    from lines l
    left join fitting f using (customer_no, company_no, serial_no, seq)
    where l.choice = coalesce(f.choice, 1)
),

numbered as (
    select
        *,
        unnest(range(
            (first_no - anchor_no + 12000 * step) // step - 12001,
            (last_no - anchor_no + 12000 * step) // step - 11999
        )) as number
    from anchored
),

periods as (
    select
        n.customer_no, n.company_no, n.serial_no, n.seq, n.contract_no, n.currency, n.amount,
        n.installed_on, n.liable_to, n.first_day, n.last_day,
        least(a.month + cast(day(n.anchor) - 1 as integer), a.last_day) as period_start,
        least(z.month + cast(day(n.anchor) - 1 as integer), z.last_day) - 1 as period_end
    from numbered n
    join rules.months a on a.month_no = n.anchor_no + n.number * n.step
    join rules.months z on z.month_no = n.anchor_no + (n.number + 1) * n.step
),

touched as (
    select
        *, period_end - period_start + 1 as days,
        least(period_end, last_day) - greatest(period_start, first_day) + 1 as whole_days,
        greatest(period_start, first_day, installed_on) as due_from,
        least(period_end, last_day, liable_to) as due_to
    from periods
    where period_start <= last_day and period_end >= first_day
),

taken as (
    select t.customer_no, t.company_no, t.serial_no, t.seq, t.period_start, count(*) as days
    from touched t
    join taken_days d using (customer_no, company_no, serial_no, seq)
    where d.day between t.due_from and t.due_to
    group by t.customer_no, t.company_no, t.serial_no, t.seq, t.period_start
),

-- whole numbers from here: the price in 10^-14 of a unit, and how many make the smallest coin
priced as (
    select
        t.customer_no, t.company_no, t.serial_no, t.seq, t.period_start, t.period_end, t.days,
        t.whole_days, greatest(t.due_to - t.due_from + 1, 0) - coalesce(k.days, 0) as due_days,
        coalesce(f.factor, cast(1 as decimal(16, 10))) as factor,
        coalesce(f.lacking, false) as lacking,
        cast(cast(t.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(
                cast(coalesce(f.factor, cast(1 as decimal(16, 10))) as decimal(28, 10))
                * 10000000000 as hugeint
            ) as price,
        cast(case coalesce(c.minor_units, 2)
            when 0 then 10000 when 3 then 10 else 100
        end as hugeint) as coin
    from touched t
    left join taken k using (customer_no, company_no, serial_no, seq, period_start)
    left join price_factors f
        on f.company_no = t.company_no and f.contract_no = t.contract_no
        and f.from_on <= t.period_start and f.to_on > t.period_start
    left join rules.currencies c on c.currency = t.currency
),

charged as (
    select
        customer_no, company_no, serial_no, seq, period_start, period_end, days, whole_days,
        due_days, factor, lacking, cast(coin as integer) as coin,
        sign(price) * coin * (
            (2 * abs(price) * whole_days + days * coin * 10000000000)
            // (2 * days * coin * 10000000000)
        ) as whole,
        sign(price) * coin * (
            (2 * abs(price) * due_days + days * coin * 10000000000)
            // (2 * days * coin * 10000000000)
        ) as due
    from priced
),

amounts as (
    select
        customer_no, company_no, serial_no, seq, period_start, period_end, days, whole_days,
        due_days, factor, lacking, coin,
        cast(cast(whole as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as whole_amount,
        cast(cast(due as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as due_amount
    from charged
)

select * from amounts
order by customer_no, company_no, serial_no, seq, period_start
