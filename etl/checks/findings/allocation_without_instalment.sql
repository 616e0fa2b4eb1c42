-- An allocation names an instalment its document does not have: it settles the oldest (rule 13).
select
    'warning', t.customer_no, a.allocation_no,
    json_object('target_no', a.target_no, 'instalment_no', a.instalment_no)
from allocation_rows a
join source_items t
    on t.company_no = a.company_no and t.class = a.target_class and t.document_no = a.target_no
    and t.item_id = t.document_id
anti join source_items i
    on i.document_id = t.item_id and i.instalment_no = a.instalment_no
where a.instalment_no is not null
