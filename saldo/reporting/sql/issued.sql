-- One row per document kept as issued of which every account is in scope, newest first (rule 7).
select
    d.document_id,
    any_value(d.kind) as kind,
    any_value(d.format) as format,
    any_value(d.language) as language,
    any_value(d.period_start) as period_start,
    any_value(d.period_end) as period_end,
    any_value(d.currency) as currency,
    any_value(d.known_at) as known_at,
    any_value(d.build) as build,
    any_value(d.file_name) as file_name,
    any_value(d.taken_by_name) as taken_by_name,
    any_value(d.taken_at) as taken_at,
    any_value(d.accounts) as accounts,
    min(d.customer_no) as customer_no,
    min(c.name) as name
from desk_issued d
join scope using (customer_no)
join customers c using (customer_no)
where $document_id is null or d.document_id = $document_id
group by d.document_id
having count(*) = any_value(d.accounts)
order by taken_at desc, d.document_id desc
