-- One row per machine: when it was put in and carried out by register and moves, and what is odd.
-- Key: company_no, serial_no. installed_on null: never installed. doubt: why nothing is claimed
-- for it (installed twice, removed before it was installed, the same charge under two contracts at
-- once, two serial numbers that differ by spelling only), the first that applies.
-- plain_serial: the number without case, blanks, hyphens and leading zeros, O read as 0.
with moves as (
    select
        company_no, serial_no, count(*) filter (kind = 'install') as installs,
        min(moved_on) filter (kind = 'install') as installed_on,
        max(moved_on) filter (kind = 'remove') as removed_on
    from machine_moves
    group by company_no, serial_no
),

overlapping as (
    select distinct a.company_no, a.serial_no
    from machine_charges a
    join machine_charges b
        on b.company_no = a.company_no and b.serial_no = a.serial_no
        and b.contract_no > a.contract_no and b.product_no is not distinct from a.product_no
        and b.charge_start <= coalesce(a.liable_to, date '9999-12-31')
        and a.charge_start <= coalesce(b.liable_to, date '9999-12-31')
),

placed as (
    select
        m.customer_no, company_no, serial_no, m.site_no, m.model, m.contract_no,
        coalesce(c.currency, m.currency) as currency,
        least(m.installed_on, v.installed_on) as installed_on,
        coalesce(m.removed_on, case when v.installs < 2 then v.removed_on end) as removed_on,
        coalesce(v.installs, 0) as installs, o.serial_no is not null as overlaps,
        ltrim(
            replace(regexp_replace(upper(serial_no), '[\s-]', '', 'g'), 'O', '0'), '0'
        ) as plain_serial
    from machines m
    left join contracts c using (company_no, contract_no)
    left join moves v using (company_no, serial_no)
    left join overlapping o using (company_no, serial_no)
),

alike as (
    select customer_no, company_no, plain_serial
    from placed
    group by customer_no, company_no, plain_serial
    having count(*) > 1
),

states as (
    select
        p.customer_no, p.company_no, p.serial_no, p.plain_serial, p.site_no, p.model,
        p.contract_no, p.currency, p.installed_on, p.removed_on,
        case
            when p.installs > 1 then 'installed_twice'
            when p.removed_on < p.installed_on then 'removed_before_installed'
            when p.overlaps then 'overlapping_contracts'
            when a.plain_serial is not null then 'serial_spelling'
        end as doubt
    from placed p
    left join alike a
        on a.customer_no = p.customer_no and a.company_no = p.company_no
        and a.plain_serial = p.plain_serial
)

select * from states
order by customer_no, company_no, serial_no
