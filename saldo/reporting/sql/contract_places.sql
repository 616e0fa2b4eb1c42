-- One row per contract and machine or site it covers at $as_of: those its charges name, and those the
-- register of machines puts under it. A removed machine counts until its liability ends (rule 26).
with charged as (
    select h.customer_no, h.company_no, h.contract_no, h.serial_no, h.site_no
    from contract_charges h
    join scope using (customer_no)
    where h.end_on is null or h.end_on >= $as_of
),
installed as (
    select m.customer_no, m.company_no, m.contract_no, m.serial_no, m.site_no, m.removed_on
    from machines m
    join scope using (customer_no)
),
liable as (
    select e.customer_no, e.company_no, e.contract_no, e.serial_no, e.liable_to
    from liability_ends e
    join scope using (customer_no)
),
named as (
    select c.customer_no, c.company_no, c.contract_no, c.serial_no, coalesce(c.site_no, m.site_no) as site_no
    from charged c
    left join installed m using (customer_no, company_no, serial_no)
    union
    select customer_no, company_no, contract_no, serial_no, site_no
    from installed
    where contract_no is not null and (removed_on is null or removed_on > $as_of)
)
select n.customer_no, n.company_no, n.contract_no, n.serial_no, n.site_no
from named n
left join liable l using (customer_no, company_no, contract_no, serial_no)
where l.liable_to is null or l.liable_to >= $as_of
