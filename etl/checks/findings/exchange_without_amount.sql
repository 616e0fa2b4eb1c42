-- An allocation between currencies that does not say what the bank took (rule 12): left out.
select
    'warning', t.customer_no, a.allocation_no,
    json_object('source_currency', s.currency, 'target_currency', t.currency)
from allocation_rows a
join source_items s
    on s.company_no = a.company_no and s.class = a.source_class and s.document_no = a.source_no
join source_items t
    on t.company_no = a.company_no and t.class = a.target_class and t.document_no = a.target_no
    and t.item_id = t.document_id
where s.currency <> t.currency and coalesce(a.source_amount, 0) <= 0
