-- One row per month of the indices that one contract's clauses name (rule 24).
with named as (
    select c.customer_no, c.index_name
    from contract_clauses c
    join scope using (customer_no)
    where c.company_no = $company_no and c.contract_no = $contract_no and c.index_name is not null
)
select distinct n.customer_no, v.index_name, v.month, v.value
from index_values v
join named n on n.index_name = v.index_name
where v.month <= $as_of
order by v.index_name, v.month
