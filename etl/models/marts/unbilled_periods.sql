-- One row per charge period of a machine that is installed under contract and was never billed:
-- what should have been billed for it, and on which day (rule 27).
-- Key: company_no, contract_no, charge_no, period_start. billed_on: in advance the period's first
-- day, in arrears the day after its last. A machine whose number was billed in another spelling
-- counts as billed.
-- Checks: equal to saldo.ledger.billing_check.expected_bills.
with billed as (
    select company_no, coalesce(like_serial, serial_no) as serial_no
    from billed_lines
    group by company_no, coalesce(like_serial, serial_no)
),

unbilled as (
    select
        m.customer_no, h.company_no, h.contract_no, h.charge_no, h.serial_no, h.currency, h.amount,
        h.in_advance, h.liable_to, m.model, coalesce(h.site_no, m.site_no) as site_no,
        m.installed_on, h.contract_start, greatest(m.installed_on, h.charge_start) as begins_on,
        cast(h.period_months as bigint) as step
    from machine_charges h
    join machine_states m using (company_no, serial_no)
    anti join billed b on b.company_no = h.company_no and b.serial_no = h.serial_no
    where m.installed_on is not null and m.doubt is null and year(h.contract_start) > 1900
        and m.customer_no = h.customer_no
),

numbered as (
    select
        u.*, year(contract_start) * 12 + month(contract_start) - 1 as anchor_no,
        unnest(range(
            (year(begins_on) * 12 + month(begins_on) - year(contract_start) * 12
                - month(contract_start) + 12000 * step) // step - 12001,
            (year(d.last_business_date) * 12 + month(d.last_business_date)
                - year(contract_start) * 12 - month(contract_start) + 12000 * step) // step - 11999
        )) as number
    from unbilled u
    cross join data_end d
),

periods as (
    select
        n.*,
        least(a.month + cast(day(n.contract_start) - 1 as integer), a.last_day) as period_start,
        least(z.month + cast(day(n.contract_start) - 1 as integer), z.last_day) - 1 as period_end
    from numbered n
    join rules.months a on a.month_no = n.anchor_no + n.number * n.step
    join rules.months z on z.month_no = n.anchor_no + (n.number + 1) * n.step
),

due as (
    select
        *, case when in_advance then period_start else period_end + 1 end as billed_on,
        greatest(period_start, begins_on) as first_day, least(period_end, liable_to) as last_day,
        period_end - period_start + 1 as days
    from periods
),

priced as (
    select
        d.*, d.last_day - d.first_day + 1 as due_days, coalesce(f.lacking, false) as lacking,
        cast(cast(d.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(
                cast(coalesce(f.factor, cast(1 as decimal(16, 10))) as decimal(28, 10))
                * 10000000000 as hugeint
            ) as price,
        cast(case coalesce(c.minor_units, 2)
            when 0 then 10000 when 3 then 10 else 100
        end as hugeint) as coin
    from due d
    cross join data_end e
    left join price_factors f
        on f.company_no = d.company_no and f.contract_no = d.contract_no
        and f.from_on <= d.period_start and f.to_on > d.period_start
    left join rules.currencies c on c.currency = d.currency
    where d.first_day <= d.last_day and d.billed_on <= e.last_business_date
),

amounts as (
    select
        customer_no, company_no, contract_no, charge_no, serial_no, model, site_no, currency,
        installed_on, liable_to, period_start, billed_on, first_day, last_day, lacking,
        cast(cast(sign(price) * coin * (
            (2 * abs(price) * due_days + days * coin * 10000000000)
            // (2 * days * coin * 10000000000)
        ) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as expected_amount
    from priced
)

select * from amounts
order by customer_no, company_no, contract_no, charge_no, period_start
