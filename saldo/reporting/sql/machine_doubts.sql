-- One row per machine that is odd in the register, or contract charge that names a machine that is not
-- in it: what is odd, its dates, and the contracts that meet (rules 26, 27).
with odd as (
    select m.*
    from machine_states m
    join scope using (customer_no)
    where m.doubt is not null
),
charged as (
    select h.customer_no, h.company_no, h.contract_no, h.serial_no, h.site_no
    from machine_charges h
    join scope using (customer_no)
),
registered as (
    select m.customer_no, m.company_no, m.serial_no, m.plain_serial
    from machine_states m
    join scope using (customer_no)
),
under as (
    select customer_no, company_no, serial_no, list(distinct contract_no order by contract_no) as contracts
    from charged
    group by customer_no, company_no, serial_no
),
alike as (
    select o.customer_no, o.company_no, o.serial_no, min(r.serial_no) as like_serial
    from odd o
    join registered r
        on r.customer_no = o.customer_no and r.company_no = o.company_no
        and r.plain_serial = o.plain_serial and r.serial_no <> o.serial_no
    group by o.customer_no, o.company_no, o.serial_no
),
unknown as (
    select distinct c.customer_no, c.company_no, c.contract_no, c.serial_no, c.site_no
    from charged c
    anti join registered using (customer_no, company_no, serial_no)
),
together as (
    select
        o.customer_no, o.company_no, o.serial_no, o.model, o.site_no, o.doubt as reason,
        o.installed_on, o.removed_on, coalesce(u.contracts, [o.contract_no]) as contract_nos,
        a.like_serial
    from odd o
    left join under u using (customer_no, company_no, serial_no)
    left join alike a using (customer_no, company_no, serial_no)
    union all
    select
        customer_no, company_no, serial_no, null, site_no, 'not_registered', null, null,
        [contract_no], null
    from unknown
)
select
    customer_no,
    company_no,
    serial_no,
    model,
    site_no,
    reason,
    installed_on,
    removed_on,
    array_to_string(contract_nos, ', ') as contracts,
    like_serial
from together
where ($contract is null or list_contains(contract_nos, $contract))
    and ($site is null or site_no = $site)
order by reason, customer_no, serial_no
