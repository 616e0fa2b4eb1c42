-- One row per currency, due date and country of the seller: what of invoices falls due, at $as_of.
-- stands on: open_amounts, open_posts
with owed as (
    select company_no, currency, due_date, sum(open_amount) as amount, count(*) as items
    from open_posts
    where due_date is not null and ($currency is null or currency = $currency)
    group by company_no, currency, due_date
)
select
    o.currency,
    o.due_date,
    m.country,
    cast(sum(o.amount) as decimal(18, 4)) as amount,
    cast(sum(o.items) as bigint) as items
from owed o
left join companies m using (company_no)
group by o.currency, o.due_date, m.country
order by o.currency, o.due_date, m.country
