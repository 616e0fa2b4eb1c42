-- One row per machine carried out before notice was given, charge and span of one price: what a
-- month of waiting with the notice costs (rule 27).
-- Key: company_no, contract_no, charge_no, from_on. noticed_on: the notice given since, null: none.
-- liable_to: the agreed end or the end by that notice. The price holds from from_on up to, not
-- including, to_on.
-- Checks: equal to saldo.ledger.billing_check.monthly_cost.
with removed as (
    select
        m.customer_no, h.company_no, h.contract_no, h.charge_no, h.serial_no, m.model,
        coalesce(h.site_no, m.site_no) as site_no, h.currency, h.charge_start, m.installed_on,
        m.removed_on, h.noticed_on, h.liable_to, h.amount, h.period_months,
        coalesce(f.from_on, date '1900-01-01') as from_on,
        coalesce(f.to_on, date '9999-12-31') as to_on,
        cast(cast(h.amount as decimal(28, 4)) * 10000 as hugeint)
            * cast(
                cast(coalesce(f.factor, cast(1 as decimal(16, 10))) as decimal(28, 10))
                * 10000000000 as hugeint
            ) as price,
        cast(case coalesce(c.minor_units, 2)
            when 0 then 10000 when 3 then 10 else 100
        end as hugeint) as coin
    from machine_charges h
    join machine_states m using (company_no, serial_no)
    left join price_factors f
        on f.company_no = h.company_no and f.contract_no = h.contract_no
    left join rules.currencies c on c.currency = h.currency
    where m.removed_on is not null and m.installed_on is not null and m.doubt is null
        and m.customer_no = h.customer_no
        and (h.noticed_on is null or h.noticed_on > m.removed_on)
        and (h.liable_to is null or h.liable_to > m.removed_on)
),

costs as (
    select
        customer_no, company_no, contract_no, charge_no, serial_no, model, site_no, currency,
        charge_start, installed_on, removed_on, noticed_on, liable_to, from_on, to_on,
        cast(cast(sign(price) * coin * (
            (2 * abs(price) + period_months * coin * 10000000000)
            // (2 * period_months * coin * 10000000000)
        ) as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as monthly_amount
    from removed
)

select * from costs
order by customer_no, company_no, contract_no, charge_no, from_on
