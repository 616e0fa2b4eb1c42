-- One row per service visit of one machine, the newest first; one planned and not done by $as_of is
-- still to come.
with visits as (
    select v.*
    from service_visits v
    join scope using (customer_no)
    where v.company_no = $company_no and v.serial_no = $serial_no
)
select
    customer_no,
    visit_no,
    planned_on,
    case when done_on <= $as_of then done_on end as done_on,
    kind,
    case when done_on <= $as_of then note end as note
from visits
order by coalesce(planned_on, done_on) desc, visit_no
