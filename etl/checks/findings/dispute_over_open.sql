-- A dispute over more than was open on the day it was opened (rule 14): the open amount counts.
with opened as (
    select
        d.customer_no, d.dispute_no, d.invoice_no, d.amount,
        coalesce(sum(e.amount), 0) as open
    from disputes d
    left join items i
        on i.company_no = d.company_no and i.class = d.class and i.document_no = d.invoice_no
    left join item_events e
        on e.item_id = i.item_id and e.event_date <= d.opened_on and e.closed_on > d.opened_on
    group by d.customer_no, d.company_no, d.dispute_no, d.invoice_no, d.amount
)

select
    'warning', customer_no, dispute_no,
    json_object(
        'invoice_no', invoice_no, 'amount', cast(amount as varchar), 'open', cast(open as varchar)
    )
from opened
where amount > open
