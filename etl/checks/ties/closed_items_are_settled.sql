-- A closed item's events sum to nothing, none of them after its closing day; an open item has
-- something left, of its own sign (rule 8). With the movements' tie: true at every date.
with settled as (
    select
        customer_no, currency, item_id, closed_on, sum(amount) as open,
        max(event_date) as last_on, any_value(issue_date) as issue_date
    from item_events
    group by customer_no, currency, item_id, closed_on
)

select s.customer_no, s.currency, s.open as difference
from settled s
join items i using (item_id)
where (s.closed_on < date '9999-12-31' and (s.open <> 0 or s.last_on > s.closed_on))
    or (s.closed_on = date '9999-12-31' and s.open = 0)
    or s.open * i.amount < 0
