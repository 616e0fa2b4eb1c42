-- One row per thing that happened to one change request, in order.
with happened as (
    select e.*
    from desk_change_events e
    join scope using (customer_no)
    where e.request_id = $request_id
)
select h.customer_no, h.request_id, h.at as happened_at, h.event, h.by_name, h.note
from happened h
order by h.at, h.id
