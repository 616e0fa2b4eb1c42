-- One row, or none: what the paid invoices of all accounts say of paying late, for whoever sees any.
with seen as (
    select 1 as one
    from payment_delays d
    join scope using (customer_no)
    limit 1
)
select p.a_day_later, p.when_disputed, p.days, p.strength, p.residuals
from payment_pool p
cross join seen
