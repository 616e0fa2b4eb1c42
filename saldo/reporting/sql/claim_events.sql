-- One row per thing that happened to the claim $claim_no, in order.
with happened as (
    select e.*
    from desk_claim_events e
    join scope using (customer_no)
)
select customer_no, number as claim_no, kind, event_on, reason, by_name, happened_at
from happened
where $claim_no is null or number = $claim_no
order by happened_at, kind desc
