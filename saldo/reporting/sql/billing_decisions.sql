-- One row per decision on $finding, the latest first.
with mine as (
    select d.*
    from desk_decisions d
    join scope using (customer_no)
)
select
    customer_no, finding, decision, until as postponed_to, reason as decision_reason,
    amount as decided_amount, currency, decided_by_name as decided_by, decided_at
from mine
where finding = $finding
order by id desc
