-- One row per finding that was decided on and is found no more, nor stands in a live claim: what it
-- was, the amount and the words it was decided with. The latest decision first.
-- stands on: billing_found
with latest as (
    select d.*
    from desk_decisions d
    join scope using (customer_no)
    qualify row_number() over (partition by d.finding order by d.id desc) = 1
),
asked_back as (
    select l.finding
    from desk_claim_lines l
    join scope using (customer_no)
)
select
    customer_no, company_no, outcome, serial_no, contract_no, invoice_no, line_no, currency,
    amount as decided_amount, decision, until as postponed_to, reason as decision_reason,
    decided_by_name as decided_by, cast(decided_at as date) as decided_on, finding
from latest
where decision <> 'reopened'
    and finding not in (select finding from billing_found)
    and finding not in (select finding from asked_back)
order by id desc
