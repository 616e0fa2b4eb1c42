-- One row per document kept as issued of which every account is in scope, newest first (rule 7).
with about as (
    select d.*
    from desk_issued d
    join scope using (customer_no)
    where $document_id is null or d.document_id = $document_id
),
named as (
    select c.customer_no, c.name
    from customers c
    join scope using (customer_no)
)
select
    a.document_id,
    any_value(a.kind) as kind,
    any_value(a.format) as format,
    any_value(a.language) as language,
    any_value(a.period_start) as period_start,
    any_value(a.period_end) as period_end,
    any_value(a.currency) as currency,
    any_value(a.known_at) as known_at,
    any_value(a.build) as build,
    any_value(a.file_name) as file_name,
    any_value(a.taken_by_name) as taken_by_name,
    any_value(a.taken_at) as taken_at,
    any_value(a.accounts) as accounts,
    arg_min(n.name, a.customer_no) as name
from about a
left join named n using (customer_no)
group by a.document_id
having count(*) = any_value(a.accounts)
order by taken_at desc, a.document_id desc
