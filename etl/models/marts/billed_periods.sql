-- One row per billed line and charge period it touches: what the contract asks for its days.
-- Key: line_id, period_start. Lines that are plain and meet no other are left out: their period is
-- the line itself. Periods are counted from the contract's first day; from the charge's or the line's
-- own where only so the line is whole periods. Each is one charge: base × factor on its first day ×
-- days ÷ its days, rounded once (rules 23, 24). whole_amount: all billed days; due_amount: the
-- billable ones that no earlier line billed, due_days of them. lacking: the price stands on an index
-- value that is not there. Checks: equal to saldo.ledger.charge_periods.
with met as (
    select line_id from lines_met
    union
    select earlier_id as line_id from lines_met
),

lines as (
    select
        line_id, customer_no, charge_id, installed_on, liable_to, contract_start, charge_start,
        cast(period_months as bigint) as step, service_start as first_day,
        service_end as last_day, service_end + 1 as next_day,
        unnest([1, 2, 3]) as choice,
        unnest([contract_start, charge_start, service_start]) as anchor
    from billed_lines
    where found = 'known' and installed_on is not null and has_period and missing is null
        and (not is_plain or line_id in (select line_id from met))
),

fitting as (
    select line_id, min(choice) as choice
    from lines
    where datediff('month', anchor, first_day) % step = 0
        and datediff('month', anchor, next_day) % step = 0
        and day(first_day) = least(day(anchor), day(last_day(first_day)))
        and day(next_day) = least(day(anchor), day(last_day(next_day)))
    group by line_id
),

anchored as (
    select
        l.*, year(l.anchor) * 12 + month(l.anchor) - 1 as anchor_no,
        year(l.first_day) * 12 + month(l.first_day) - 1 as first_no,
        year(l.last_day) * 12 + month(l.last_day) - 1 as last_no
    from lines l
    left join fitting f using (line_id)
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
        n.line_id, n.customer_no, n.charge_id, n.installed_on, n.liable_to, n.first_day,
        n.last_day, least(a.month + cast(day(n.anchor) - 1 as integer), a.last_day) as period_start,
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
    select t.line_id, t.period_start, count(*) as days
    from touched t
    join taken_days d using (line_id)
    where d.day between t.due_from and t.due_to
    group by t.line_id, t.period_start
),

priced as (
    select
        t.customer_no, t.line_id, t.period_start, t.period_end, t.days, t.whole_days,
        greatest(t.due_to - t.due_from + 1, 0) - coalesce(k.days, 0) as due_days,
        p.lacking, p.price, p.coin
    from touched t
    left join taken k using (line_id, period_start)
    join charge_prices p
        on p.charge_id = t.charge_id
        and p.from_on <= t.period_start and p.to_on > t.period_start
),

charged as (
    select
        customer_no, line_id, period_start, period_end, days, whole_days, due_days, lacking,
        cast(coin as integer) as coin,
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
        customer_no, line_id, period_start, period_end, days, whole_days, due_days, lacking, coin,
        cast(cast(whole as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as whole_amount,
        cast(cast(due as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as due_amount
    from charged
)

select * from amounts
order by customer_no, line_id, period_start
