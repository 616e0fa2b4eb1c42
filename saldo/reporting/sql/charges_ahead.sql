-- One row per contract charge with what it costs a month at $as_of (or when it begins, if later), and
-- what it comes to after $as_of: committed, and in the term that follows where nobody gives notice.
-- Without VAT; a period's charge is base × factor on its first day, rounded once, its days taken as in
-- known_charges (rules 23, 24, 25).
-- stands on: contract_state
with terms as (
    select t.*
    from charge_terms t
    join scope using (customer_no)
),
factors as (
    select f.*
    from price_factors f
    join scope using (customer_no)
),
running as (
    select
        t.*,
        s.committed_to,
        s.renewed_to,
        greatest(t.start_on, $as_of) as priced_on,
        case coalesce(m.minor_units, 2) when 0 then 10000 when 3 then 10 else 100 end as coin
    from terms t
    join contract_state s using (customer_no, company_no, contract_no)
    left join rules.currencies m on m.currency = t.currency
    where (s.ends_on is null or s.ends_on >= $as_of)
        and (t.stops_on is null or t.stops_on >= $as_of)
),
spans as (
    select
        *,
        'committed' as part,
        greatest(start_on, $as_of + 1) as from_on,
        least(committed_to, stops_on) as to_on
    from running
    union all
    select
        *,
        'renewal' as part,
        greatest(start_on, committed_to + 1) as from_on,
        least(renewed_to, stops_on) as to_on
    from running
    where renewed_to is not null
),
numbered as (
    select
        *,
        year(counted_from) * 12 + month(counted_from) - 1 as start_no,
        unnest(range(
            (datediff('month', counted_from, from_on) + 12000 * period_months)
                // period_months - 12001,
            (datediff('month', counted_from, to_on) + 12000 * period_months)
                // period_months - 11999
        )) as period
    from spans
    where from_on <= to_on
),
periods as (
    select
        n.*,
        least(a.month + cast(day(n.counted_from) - 1 as integer), a.last_day) as period_start,
        least(z.month + cast(day(n.counted_from) - 1 as integer), z.last_day) - 1 as period_end
    from numbered n
    join rules.months a on a.month_no = n.start_no + n.period * n.period_months
    join rules.months z on z.month_no = n.start_no + (n.period + 1) * n.period_months
),
priced as (
    select
        p.*,
        p.period_end - p.period_start + 1 as days,
        greatest(p.from_on, p.period_start) - p.period_start as days_before,
        least(p.to_on, p.period_end) - p.period_start + 1 as days_after,
        cast(cast(p.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(coalesce(f.factor, cast(1 as decimal(16, 10))) * 10000000000 as hugeint) as price
    from periods p
    left join factors f
        on f.customer_no = p.customer_no and f.company_no = p.company_no
        and f.contract_no = p.contract_no
        and f.from_on <= p.period_start and f.to_on > p.period_start
    where greatest(p.from_on, p.period_start) <= least(p.to_on, p.period_end)
),
rounded as (
    select
        *,
        sign(price) * coin * (
            (2 * abs(price) + coin * 10000000000) // (2 * coin * 10000000000)
        ) as whole
    from priced
),
reached as (
    select
        customer_no, company_no, contract_no, charge_no, part,
        sum(sign(whole) * coin * (
            (2 * abs(whole) * days_after + days * coin) // (2 * days * coin)
            - (2 * abs(whole) * days_before + days * coin) // (2 * days * coin)
        )) as whole
    from rounded
    group by customer_no, company_no, contract_no, charge_no, part
),
summed as (
    select
        customer_no, company_no, contract_no, charge_no,
        sum(whole) filter (part = 'committed') as committed,
        sum(whole) filter (part = 'renewal') as renewal
    from reached
    group by customer_no, company_no, contract_no, charge_no
),
monthly as (
    select
        r.*,
        cast(cast(r.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(coalesce(f.factor, cast(1 as decimal(16, 10))) * 10000000000 as hugeint) as price
    from running r
    left join factors f
        on f.customer_no = r.customer_no and f.company_no = r.company_no
        and f.contract_no = r.contract_no
        and f.from_on <= r.priced_on and f.to_on > r.priced_on
)
select
    m.customer_no,
    m.company_no,
    m.contract_no,
    m.charge_no,
    m.currency,
    m.category,
    m.period_months,
    m.start_on,
    m.stops_on,
    cast(cast(sign(m.price) * m.coin * (
        (2 * abs(m.price) + m.period_months * m.coin * 10000000000)
        // (2 * m.period_months * m.coin * 10000000000)
    ) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as monthly_amount,
    cast(cast(coalesce(s.committed, 0) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as committed,
    cast(cast(coalesce(s.renewal, 0) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as renewal_cost
from monthly m
left join summed s using (customer_no, company_no, contract_no, charge_no)
