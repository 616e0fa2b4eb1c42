-- One row per machine in the register: its account, where it stands, since when, until when.
with states as (
    select s.customer_no, s.company_no, s.serial_no, s.plain_serial, s.installed_on, s.removed_on
    from machine_states s
    join scope using (customer_no)
),
registered as (
    select m.customer_no, m.company_no, m.serial_no, coalesce(m.model, m.product_no) as model, m.site_no
    from machines m
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
)
select
    r.customer_no,
    r.company_no,
    r.serial_no,
    s.plain_serial,
    r.model,
    r.site_no,
    p.site_name,
    s.installed_on,
    s.removed_on
from registered r
join states s using (customer_no, company_no, serial_no)
left join places p on p.customer_no = r.customer_no and p.site_no = r.site_no
order by r.customer_no, p.site_name nulls last, r.model, r.serial_no
