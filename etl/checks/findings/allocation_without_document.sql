-- An allocation whose source or target no file holds: it settles nothing (trust 7: never silent).
select
    'warning', coalesce(s.customer_no, t.customer_no), a.allocation_no,
    json_object(
        'source_class', a.source_class, 'source_no', a.source_no, 'target_class', a.target_class,
        'target_no', a.target_no, 'source_missing', s.item_id is null,
        'target_missing', t.item_id is null
    )
from allocation_rows a
left join source_items s
    on s.company_no = a.company_no and s.class = a.source_class and s.document_no = a.source_no
    and s.item_id = s.document_id
left join source_items t
    on t.company_no = a.company_no and t.class = a.target_class and t.document_no = a.target_no
    and t.item_id = t.document_id
where s.item_id is null or t.item_id is null
