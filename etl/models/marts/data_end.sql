-- One row: the latest business date in the sources, not after the load's own date.
-- Later dates (a delivery noted ahead, a typing error) never move the default as-of.
with dates as (
    select issue_date as day from invoices
    union all
    select payment_date as day from payments
    union all
    select settled_on as day from settlements
    union all
    select ordered_on as day from orders
    union all
    select event_on as day from delivery_events
)

select max(dates.day) as last_business_date
from dates
join rules.loading on dates.day <= loading.loaded_on
