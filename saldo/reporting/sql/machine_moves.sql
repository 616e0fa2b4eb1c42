-- One row per move of a machine by $as_of in the asked period, the newest first: what, from where to
-- where.
with happened as (
    select v.*
    from machine_moves v
    join scope using (customer_no)
    where v.moved_on <= $as_of
        and ($start is null or v.moved_on >= $start)
        and ($end is null or v.moved_on <= $end)
),
registered as (
    select m.customer_no, m.company_no, m.serial_no, m.model
    from machines m
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name
    from sites s
    join scope using (customer_no)
)
select
    h.customer_no,
    h.company_no,
    h.serial_no,
    m.model,
    h.moved_on,
    h.kind,
    h.from_site,
    f.name as from_name,
    h.to_site,
    t.name as to_name
from happened h
join registered m using (customer_no, company_no, serial_no)
left join places f on f.customer_no = h.customer_no and f.site_no = h.from_site
left join places t on t.customer_no = h.customer_no and t.site_no = h.to_site
where ($site is null or $site in (h.from_site, h.to_site))
    and (
        $search is null
        or contains(lower(concat_ws(' ', h.serial_no, m.model, f.name, t.name)), $search)
    )
order by h.moved_on desc, h.serial_no, h.company_no
