-- One row per line that bills a machine, with what it is to be compared with: the machine, its
-- liability and its contract charge (rules 23 to 27).
-- Key: line_id, the row of invoice_lines, whose order it has; also company_no, class, invoice_no,
-- line_no. Cancelled documents are left out. found: known, unknown, serial_spelling (like_serial says
-- which number is alike) or registered_elsewhere. missing: why there is no charge to compare with.
-- charge_id: the row of machine_charges; lines without one that are alike in same_bill bill the same.
-- doubt: why nothing is claimed for the line. is_plain: it bills one whole charge period, all of it
-- in the machine's billable interval. Checks: is_plain equal to saldo.ledger.charge_periods.
with drawn as (
    select
        l.rowid as line_id, l.customer_no, l.company_no, l.class, l.invoice_no, l.line_no,
        i.issue_date, l.currency, l.serial_no, l.product_no, l.description, l.net_amount,
        l.service_start, l.service_end, coalesce(l.site_no, m.site_no) as site_no, m.model,
        coalesce(l.contract_no, i.contract_no, m.contract_no) as contract_no,
        m.installed_on, m.removed_on, m.doubt,
        case
            when m.serial_no is not null then 'known'
            when s.is_elsewhere then 'registered_elsewhere'
            when s.like_serial is not null then 'serial_spelling'
            else 'unknown'
        end as found,
        s.like_serial,
        coalesce(
            l.service_end >= l.service_start and l.service_end - l.service_start < 3660
                and year(l.service_start) between 1901 and 2180, false
        ) as has_period
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    left join machine_states m
        on m.customer_no = l.customer_no and m.company_no = l.company_no
        and m.serial_no = l.serial_no
    left join strange_serials s
        on s.customer_no = l.customer_no and s.company_no = l.company_no
        and s.serial_no = l.serial_no
    where l.serial_no is not null and l.class = 'invoice' and l.net_amount > 0 and i.amount <> 0
),

-- the contract's only charge for the machine, where it is for the line's product; else the best
matched as (
    select
        d.*, t.noticed_on, t.contract_liable_to, t.serial_no is not null as has_contract,
        case
            when t.charges > 1 then coalesce(c.charges, 0)
            when d.product_no is null or t.product_no is null or t.product_no = d.product_no
                then coalesce(t.charges, 0)
            else 0
        end as charges,
        coalesce(c.charge_id, t.charge_id) as charge_id,
        coalesce(c.currency, t.currency) as charge_currency,
        coalesce(c.amount, t.amount) as amount,
        coalesce(c.period_months, t.period_months) as period_months,
        coalesce(c.contract_start, t.contract_start) as contract_start,
        coalesce(c.charge_start, t.charge_start) as charge_start,
        case when c.line_id is null then t.liable_to else c.liable_to end as charge_liable_to
    from drawn d
    left join machine_terms t using (company_no, contract_no, serial_no)
    left join charge_choices c using (line_id)
),

judged as (
    select
        m.line_id, m.customer_no, m.company_no, m.class, m.invoice_no, m.line_no, m.issue_date,
        m.serial_no, m.model, m.site_no, m.contract_no, m.currency, m.service_start,
        m.service_end, m.has_period, m.net_amount,
        cast(coalesce(k.credited, 0) as decimal(18, 4)) as credited_amount,
        cast(m.net_amount - coalesce(k.credited, 0) as decimal(18, 4)) as billed_amount,
        m.found, m.like_serial, m.installed_on, m.removed_on, m.noticed_on,
        case when m.charges = 1 then m.charge_liable_to else m.contract_liable_to end as liable_to,
        case when not k.is_placed then 'credit_unplaced' else m.doubt end as doubt,
        case
            when not m.has_contract then 'no_contract'
            when m.charges = 0 then 'no_charge'
            when m.charges > 1 then 'several_charges'
            when m.charge_currency <> m.currency then 'other_currency'
        end as missing,
        case when m.charges = 1 then m.charge_id end as charge_id,
        case when m.charges = 1 and m.charge_currency = m.currency then m.amount end as amount,
        case when m.charges = 1 then m.period_months end as period_months,
        case when m.charges = 1 then m.contract_start end as contract_start,
        case when m.charges = 1 then m.charge_start end as charge_start,
        case when m.charges <> 1 then concat_ws(
            '|', m.contract_no, coalesce(m.product_no, m.description), m.net_amount,
            m.service_start, m.service_end
        ) end as same_bill
    from matched m
    left join credited_lines k using (line_id)
),

spanned as (
    select
        *, service_end + 1 as next_day, day(service_start) as first_of,
        day(service_end + 1) as next_of, day(last_day(service_start)) as first_most,
        day(last_day(service_end + 1)) as next_most,
        datediff('month', contract_start, service_start) % period_months as from_contract,
        datediff('month', charge_start, service_start) % period_months as from_charge,
        day(contract_start) as contract_of, day(charge_start) as charge_of
    from judged
),

told as (
    select
        * exclude (
            next_day, first_of, next_of, first_most, next_most, from_contract, from_charge,
            contract_of, charge_of
        ),
        coalesce(
            has_period and found = 'known' and missing is null
                and service_start >= installed_on and service_end <= coalesce(liable_to, service_end)
                and datediff('month', service_start, next_day) = period_months
                and (
                    next_of = least(first_of, next_most)
                    or (
                        from_contract = 0 and first_of = least(contract_of, first_most)
                        and next_of = least(contract_of, next_most)
                    )
                    or (
                        from_charge = 0 and first_of = least(charge_of, first_most)
                        and next_of = least(charge_of, next_most)
                    )
                ), false
        ) as is_plain
    from spanned
)

select * from told
