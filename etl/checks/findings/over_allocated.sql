-- An allocation asks for more than its source holds or its target owes; the rest is left out.
with placed as (
    select company_no, allocation_no, sum(amount) as amount
    from placed_allocations
    group by company_no, allocation_no
),

matched as (
    select a.*, t.customer_no
    from allocation_rows a
    semi join source_items s
        on s.company_no = a.company_no and s.class = a.source_class and s.document_no = a.source_no
    join source_items t
        on t.company_no = a.company_no and t.class = a.target_class and t.document_no = a.target_no
        and t.item_id = t.document_id
)

select
    'warning', customer_no, allocation_no,
    json_object(
        'source_no', source_no, 'target_no', target_no, 'amount', cast(m.amount as varchar),
        'settled', cast(coalesce(p.amount, 0) as varchar)
    )
from matched m
left join placed p using (company_no, allocation_no)
where coalesce(p.amount, 0) < m.amount
