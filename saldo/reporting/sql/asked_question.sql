-- One row for the question asked for, if its account is in scope: what was asked, by whom, when.
with asked as (
    select q.*
    from desk_questions q
    join scope using (customer_no)
    where q.id = $written_id
),
buyers as (
    select c.customer_no, c.name, c.organisation_no
    from customers c
    join scope using (customer_no)
)
select
    q.id,
    q.customer_no,
    b.name as customer_name,
    b.organisation_no,
    q.company_no,
    m.name as company_name,
    q.class,
    q.invoice_no,
    q.line_no,
    q.topic,
    q.text,
    q.asked_by,
    q.asked_by_name,
    q.asked_at
from asked q
join buyers b using (customer_no)
left join companies m on m.company_no = q.company_no
