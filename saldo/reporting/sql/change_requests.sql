-- One row per change of the installed base that was asked for, with what became of it: asked, declined
-- or withdrawn by the desk; once approved, whether the source shows it: done, else outstanding from the
-- day it was to be (or was approved, if later), counted to $seen_on, the day the sources were last
-- read. The sources themselves never see the desk.
with asked as (
    select d.*
    from desk_changes d
    join scope using (customer_no)
),
registered as (
    select m.customer_no, m.company_no, m.serial_no, m.model, m.site_no
    from machines m
    join scope using (customer_no)
),
states as (
    select s.customer_no, s.company_no, s.serial_no, s.installed_on, s.removed_on
    from machine_states s
    join scope using (customer_no)
),
moves as (
    select v.customer_no, v.company_no, v.serial_no, v.to_site, max(v.moved_on) as moved_on
    from machine_moves v
    join scope using (customer_no)
    where v.to_site is not null
    group by v.customer_no, v.company_no, v.serial_no, v.to_site
),
reached as (
    select c.customer_no, lower(c.email) as email, c.name, c.phone
    from contacts c
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
),
compared as (
    select
        a.*,
        coalesce(r.model, a.model) as machine_model,
        r.site_no as from_site,
        case a.kind
            when 'remove' then t.removed_on
            when 'move' then case when r.site_no = a.to_site then coalesce(v.moved_on, $seen_on) end
            when 'correct_serial' then case when n.serial_no is not null then $seen_on end
            when 'add' then
                case when r.serial_no is not null then coalesce(t.installed_on, $seen_on) end
            when 'contact' then case
                when c.email is not null
                    and (a.contact_name is null or c.name = a.contact_name)
                    and (a.contact_phone is null or c.phone = a.contact_phone) then $seen_on
            end
        end as shown_on,
        greatest(coalesce(a.on_date, cast(a.decided_at as date)), cast(a.decided_at as date))
            as expected_on
    from asked a
    left join registered r using (customer_no, company_no, serial_no)
    left join states t using (customer_no, company_no, serial_no)
    left join moves v using (customer_no, company_no, serial_no, to_site)
    left join registered n
        on n.customer_no = a.customer_no and n.company_no = a.company_no
        and n.serial_no = a.new_serial
    left join reached c on c.customer_no = a.customer_no and c.email = lower(a.contact_email)
),
told as (
    select
        *,
        case
            when decision is null then 'asked'
            when decision <> 'approved' then decision
            when shown_on is not null then 'done'
            when expected_on > $seen_on and on_date > cast(decided_at as date) then 'approved'
            else 'outstanding'
        end as state
    from compared
)
select
    t.id,
    t.receipt_no,
    t.kind,
    t.state,
    t.customer_no,
    t.company_no,
    t.serial_no,
    t.machine_model as model,
    t.on_date,
    t.from_site,
    f.site_name as from_name,
    t.to_site,
    p.site_name as to_name,
    t.new_serial,
    t.contact_name,
    t.contact_email,
    t.contact_phone,
    t.note,
    t.asked_by,
    t.asked_by_name,
    t.asked_at,
    t.decided_by_name,
    t.decided_at,
    t.decision_note,
    case when t.state = 'done' then t.shown_on end as shown_on,
    case when t.state = 'outstanding' then cast(greatest($seen_on - t.expected_on, 0) as bigint) end
        as outstanding_days
from told t
left join places p on p.customer_no = t.customer_no and p.site_no = t.to_site
left join places f on f.customer_no = t.customer_no and f.site_no = t.from_site
where ($site is null or $site in (t.to_site, t.from_site))
    and (
        $search is null
        or contains(
            lower(concat_ws(' ', t.receipt_no, t.serial_no, t.new_serial, t.machine_model)), $search
        )
    )
    and case $status
        when 'open' then t.state in ('asked', 'approved', 'outstanding')
        when 'asked' then t.state = 'asked'
        when 'approved' then t.state = 'approved'
        when 'outstanding' then t.state = 'outstanding'
        when 'done' then t.state = 'done'
        when 'declined' then t.state in ('declined', 'withdrawn')
        else true
    end
order by
    case t.state when 'asked' then 1 when 'outstanding' then 2 when 'approved' then 3 else 4 end,
    t.id desc
