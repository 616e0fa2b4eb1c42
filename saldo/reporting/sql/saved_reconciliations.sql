-- One row per saved reconciliation of which every account is in scope, newest first.
select
    r.reconciliation_id,
    any_value(r.name) as name,
    any_value(r.file_name) as file_name,
    any_value(r.as_of) as as_of,
    any_value(r.accounts) as accounts,
    any_value(r.rows) as rows,
    any_value(r.differences) as differences,
    any_value(r.saved_by) as saved_by,
    any_value(r.saved_by_name) as saved_by_name,
    any_value(r.saved_at) as saved_at,
    min(r.customer_no) as customer_no
from desk_reconciliations r
join scope using (customer_no)
group by r.reconciliation_id
having count(*) = any_value(r.accounts)
order by saved_at desc, r.reconciliation_id desc
