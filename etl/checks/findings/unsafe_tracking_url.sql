-- A carrier's address that is not https: it is not shown.
select 'info', customer_no, order_no, json_object('line_no', line_no)
from delivery_events
where tracking_url is not null and not starts_with(lower(tracking_url), 'https://')
