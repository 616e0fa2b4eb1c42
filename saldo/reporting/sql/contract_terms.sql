-- One row per price clause of one contract (rule 24).
with clauses as (
    select c.*
    from contract_clauses c
    join scope using (customer_no)
    where c.company_no = $company_no and c.contract_no = $contract_no
)
select
    customer_no,
    clause_no,
    kind,
    index_name,
    base_month,
    lag_months,
    fixed_percent,
    cap_percent,
    floor_percent,
    first_on
from clauses
order by first_on, clause_no
