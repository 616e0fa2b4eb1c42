-- One row per question asked about the document asked for, oldest first.
with asked as (
    select q.*
    from desk_questions q
    join scope using (customer_no)
    where q.company_no = $company_no and q.class = $class and q.invoice_no = $invoice_no
)
select
    customer_no,
    id,
    line_no,
    topic,
    text,
    asked_by,
    asked_by_name,
    asked_at
from asked
order by asked_at, id
