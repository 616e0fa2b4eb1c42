-- One row per event of the order's lines by $as_of; `so_far` is the cumulative quantity of its kind
-- (rule 20). An event without a quantity means all that was left. A carrier's address is https or none.
with happened as (
    select e.*
    from delivery_events e
    join scope using (customer_no)
    where e.company_no = $company_no and e.order_no = $order_no and e.event_on <= $as_of
),
ordered as (
    select l.customer_no, l.line_no, l.description, l.quantity as ordered_qty
    from order_lines l
    join scope using (customer_no)
    where l.company_no = $company_no and l.order_no = $order_no
)
select
    h.customer_no,
    h.company_no,
    h.order_no,
    h.line_no,
    o.description,
    h.event_no,
    h.kind,
    h.event_on,
    h.quantity,
    cast(greatest(
        coalesce(sum(h.quantity) over so_far, 0),
        if(bool_or(h.quantity is null) over so_far, o.ordered_qty, 0)
    ) as decimal(28, 10)) as so_far,
    o.ordered_qty,
    h.carrier,
    h.tracking_no,
    if(starts_with(lower(h.tracking_url), 'https://'), h.tracking_url, null) as tracking_url,
    h.delivery_note,
    h.serial_nos
from happened h
join ordered o using (customer_no, line_no)
window so_far as (
    partition by h.customer_no, h.line_no, h.kind order by h.event_on, h.event_no
)
order by h.event_on, try_cast(h.line_no as integer) nulls last, h.line_no, h.event_no
