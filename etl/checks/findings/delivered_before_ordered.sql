-- A line is said to have been sent or to have come before it was ordered: it has no lead time.
select
    'warning', e.customer_no, e.order_no,
    json_object(
        'line_no', e.line_no, 'ordered_on', cast(o.ordered_on as varchar),
        'event_on', cast(e.event_on as varchar)
    )
from delivery_events e
join orders o using (company_no, order_no)
where e.event_on < o.ordered_on and e.kind in ('shipped', 'delivered')
