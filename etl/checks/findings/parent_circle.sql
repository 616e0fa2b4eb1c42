-- Accounts that are each other's parent: as a group they all see one another (rule 32).
select 'warning', a.customer_no, a.customer_no, json_object('parent_no', a.ancestor_no)
from customer_ancestors a
join customer_ancestors b on b.customer_no = a.ancestor_no and b.ancestor_no = a.customer_no
where a.customer_no <> a.ancestor_no
