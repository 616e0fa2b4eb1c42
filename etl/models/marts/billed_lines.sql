-- One row per line that bills a machine, with what it is to be compared with: the machine, its
-- liability and its contract charge (rules 23 to 27).
-- Key: company_no, class, invoice_no, line_no; also customer_no, company_no, serial_no, seq: the
-- order in which a machine was billed. Cancelled documents are left out. found: known, unknown,
-- serial_spelling (like_serial says which number is alike) or registered_elsewhere. missing: why
-- there is no charge to compare with. same_charge: lines alike in it bill the same thing.
-- doubt: why nothing is claimed for the line.
with drawn as (
    select
        l.customer_no, l.company_no, l.class, l.invoice_no, l.line_no, i.issue_date, l.currency,
        l.serial_no, l.product_no, l.description, l.net_amount, l.service_start, l.service_end,
        coalesce(l.site_no, m.site_no) as site_no, m.model,
        coalesce(l.contract_no, i.contract_no, m.contract_no) as contract_no,
        m.installed_on, m.removed_on, m.doubt, r.customer_no as holder_no,
        coalesce(
            l.service_end >= l.service_start and l.service_end - l.service_start < 3660
                and year(l.service_start) between 1901 and 2180, false
        ) as has_period
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    left join machine_states m
        on m.customer_no = l.customer_no and m.company_no = l.company_no
        and m.serial_no = l.serial_no
    left join machines r on r.company_no = l.company_no and r.serial_no = l.serial_no
    where l.serial_no is not null and l.class = 'invoice' and l.net_amount > 0 and i.amount <> 0
),

ordered as (
    select
        *,
        cast(row_number() over (
            partition by customer_no, company_no, serial_no
            order by issue_date, invoice_no, try_cast(line_no as integer) nulls last, line_no
        ) as integer) as seq
    from drawn
),

unknown_numbers as (
    select distinct
        customer_no, company_no, serial_no,
        ltrim(
            replace(regexp_replace(upper(serial_no), '[\s-]', '', 'g'), 'O', '0'), '0'
        ) as plain_serial
    from ordered
    where holder_no is null
),

spelled as (
    select u.customer_no, u.company_no, u.serial_no, min(m.serial_no) as like_serial
    from unknown_numbers u
    join machine_states m
        on m.customer_no = u.customer_no and m.company_no = u.company_no
        and m.plain_serial = u.plain_serial
    group by u.customer_no, u.company_no, u.serial_no
),

-- the charge of the same product that runs on the line's first day; two as good are none
matches as (
    select
        o.customer_no, o.company_no, o.serial_no, o.seq, h.charge_no,
        cast(coalesce(h.product_no = o.product_no, false) as integer) * 2
            + cast(coalesce(
                o.service_end >= h.charge_start
                    and o.service_start <= coalesce(h.liable_to, o.service_start), false
            ) as integer) as score
    from ordered o
    join machine_charges h
        on h.company_no = o.company_no and h.contract_no = o.contract_no
        and h.serial_no = o.serial_no
    where o.product_no is null or h.product_no is null or h.product_no = o.product_no
),

best as (
    select customer_no, company_no, serial_no, seq, max(score) as score
    from matches
    group by customer_no, company_no, serial_no, seq
),

matched as (
    select
        customer_no, company_no, serial_no, seq, count(*) as charges, min(m.charge_no) as charge_no
    from matches m
    join best b using (customer_no, company_no, serial_no, seq, score)
    group by customer_no, company_no, serial_no, seq
),

judged as (
    select
        o.customer_no, o.company_no, o.class, o.invoice_no, o.line_no, o.seq, o.issue_date,
        o.serial_no, o.model, o.site_no, o.contract_no, o.currency, o.service_start,
        o.service_end, o.has_period, o.net_amount,
        cast(coalesce(k.credited, 0) as decimal(18, 4)) as credited_amount,
        cast(o.net_amount - coalesce(k.credited, 0) as decimal(18, 4)) as billed_amount,
        case
            when o.holder_no = o.customer_no then 'known'
            when o.holder_no is not null then 'registered_elsewhere'
            when s.like_serial is not null then 'serial_spelling'
            else 'unknown'
        end as found,
        s.like_serial, o.installed_on, o.removed_on, e.noticed_on,
        case when h.charge_no is null then e.liable_to else h.liable_to end as liable_to,
        case when not k.is_placed then 'credit_unplaced' else o.doubt end as doubt,
        case
            when e.contract_no is null then 'no_contract'
            when t.charges is null then 'no_charge'
            when t.charges > 1 then 'several_charges'
            when h.currency <> o.currency then 'other_currency'
        end as missing,
        h.charge_no, case when h.currency = o.currency then h.amount end as amount,
        h.period_months, h.contract_start, h.charge_start,
        coalesce(
            'charge ' || h.charge_no,
            concat_ws(
                '|', coalesce(o.product_no, o.description), o.net_amount, o.service_start,
                o.service_end
            )
        ) as same_charge
    from ordered o
    left join spelled s using (customer_no, company_no, serial_no)
    left join matched t using (customer_no, company_no, serial_no, seq)
    left join machine_charges h
        on h.company_no = o.company_no and h.contract_no = o.contract_no
        and h.charge_no = t.charge_no and t.charges = 1
    left join liability_ends e
        on e.company_no = o.company_no and e.contract_no = o.contract_no
        and e.serial_no = o.serial_no
    left join credited_lines k
        on k.company_no = o.company_no and k.class = o.class and k.invoice_no = o.invoice_no
        and k.line_no = o.line_no
)

select * from judged
order by customer_no, company_no, serial_no, seq
