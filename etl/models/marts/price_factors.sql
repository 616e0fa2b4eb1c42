-- One row per contract and span of days: the factor its charges' base amounts take (rule 24).
-- Key: contract_no, company_no, from_on; spans run from from_on up to, not including, to_on.
-- A price changes on a clause's first day and every twelfth month after it, until the contract's
-- next clause takes over. By index: index(t) ÷ index(base), a change held between floor and cap;
-- an index not yet published counts as last published. Fixed: so many per cent on the price before.
-- lacking: the price stands on a month for which the index has no value.
-- Checks: equal to saldo.ledger.indexation.
with recursive clauses as (
    select
        company_no, contract_no, clause_no, kind, index_name, base_month, first_on,
        coalesce(lag_months, 0) as lag_months,
        cast(1 + fixed_percent * 0.01 as decimal(20, 10)) as fixed,
        cast(1 + cap_percent * 0.01 as decimal(20, 10)) as cap,
        cast(1 + floor_percent * 0.01 as decimal(20, 10)) as floor,
        lead(first_on, 1, date '2199-12-31') over (
            partition by company_no, contract_no order by first_on, clause_no
        ) as until
    from contract_clauses
    where year(first_on) between 1900 and 2199
),

horizon as (
    select year(day) * 12 + month(day) + 24 as month_no
    from (
        select coalesce(d.last_business_date, l.loaded_on) as day
        from rules.loading l
        left join data_end d on true
    )
),

yearly as (
    select
        c.*,
        unnest(range(year(first_on) * 12 + month(first_on) - 1, h.month_no, 12)) as month_no
    from clauses c
    cross join horizon h
),

changes as (
    select y.*, least(m.month + cast(day(y.first_on) - 1 as integer), m.last_day) as from_on
    from yearly y
    join rules.months m using (month_no)
),

index_spans as (
    select
        index_name, month as first_month, value,
        lead(month, 1, date '9999-12-31') over (partition by index_name order by month) as until
    from index_values
    where value > 0
),

-- exact: whole ten-billionths, half away from zero
ratios as (
    select
        c.*,
        cast(cast(
            (2 * cast(reached.value * 10000000000 as hugeint) * 10000000000
                + cast(base.value * 10000000000 as hugeint))
            // (2 * cast(base.value * 10000000000 as hugeint))
            as decimal(26, 0)
        ) * 0.0000000001 as decimal(16, 10)) as ratio,
        c.kind = 'index' and (
            reached.first_month is distinct from m.month
            or base.first_month is distinct from c.base_month
        ) as gap
    from changes c
    left join rules.months m on m.month_no = c.month_no - c.lag_months
    left join index_spans reached
        on reached.index_name = c.index_name and reached.first_month <= m.month
        and reached.until > m.month
    left join index_spans base
        on base.index_name = c.index_name and base.first_month <= c.base_month
        and base.until > c.base_month
    where c.from_on < c.until
),

steps as (
    select
        *,
        row_number() over (
            partition by company_no, contract_no order by from_on, clause_no
        ) as step
    from ratios
),

factors as (
    select
        company_no, contract_no, cast(0 as bigint) as step, date '1900-01-01' as from_on,
        cast(1 as decimal(16, 10)) as factor, false as lacking
    from contract_clauses
    group by company_no, contract_no
    union all
    select
        f.company_no, f.contract_no, s.step, s.from_on,
        cast(case
            when s.kind = 'fixed' then round(f.factor * coalesce(s.fixed, 1), 10)
            else least(
                greatest(coalesce(s.ratio, f.factor), round(f.factor * s.floor, 10)),
                round(f.factor * s.cap, 10)
            )
        end as decimal(16, 10)) as factor,
        s.gap or (
            f.lacking and (s.kind = 'fixed' or s.cap is not null or s.floor is not null)
        ) as lacking
    from factors f
    join steps s
        on s.company_no = f.company_no and s.contract_no = f.contract_no and s.step = f.step + 1
),

spans as (
    select
        company_no, contract_no, from_on,
        lead(from_on, 1, date '9999-12-31') over (
            partition by company_no, contract_no order by step
        ) as to_on,
        factor, lacking
    from factors
),

placed as (
    select contracts.customer_no, spans.*
    from spans
    join contracts using (company_no, contract_no)
)

select * from placed
order by customer_no, company_no, contract_no, from_on
