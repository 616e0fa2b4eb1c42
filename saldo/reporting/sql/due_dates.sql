-- One row per account, currency and due date: what of invoices falls due, at $as_of, by the country
-- of the seller.
-- stands on: open_amounts
with owed as (
    select customer_no, company_no, currency, due_date, sum(open_amount) as amount, count(*) as items
    from open_amounts
    where due_date is not null and ($currency is null or currency = $currency)
    group by customer_no, company_no, currency, due_date
)
select
    o.customer_no,
    o.currency,
    o.due_date,
    m.country,
    cast(sum(o.amount) as decimal(18, 4)) as amount,
    cast(sum(o.items) as bigint) as items
from owed o
left join companies m using (company_no)
group by o.customer_no, o.currency, o.due_date, m.country
order by o.currency, o.due_date, o.customer_no, m.country
