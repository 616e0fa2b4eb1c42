-- One row per order line not billed by $as_of, of categories whose bills follow orders: its value
-- without VAT and the day it was last promised for (the day of the order where none was), by what
-- was known on that day. Half a year after that day it is no longer counted on.
with lines as (
    select
        m.customer_no, m.company_no, m.order_no, m.line_no, m.currency,
        coalesce(m.category, 'other') as category, m.ordered_on,
        cast(round(m.ordered_qty * m.unit_price, 4) as decimal(18, 4)) as amount
    from order_milestones m
    join scope using (customer_no)
    where m.ordered_on <= $as_of
        and (m.invoiced is null or m.invoiced > $as_of)
        and (m.cancelled is null or m.cancelled > $as_of)
        and ($currency is null or m.currency = $currency)
),
promised as (
    select
        p.customer_no, p.company_no, p.order_no, p.line_no,
        max_by(p.promised_on, p.position) as promised_on
    from order_promises p
    join scope using (customer_no)
    where p.given_on <= $as_of
    group by p.customer_no, p.company_no, p.order_no, p.line_no
),
dated as (
    select
        l.customer_no, l.currency, l.category, l.order_no, l.line_no,
        coalesce(p.promised_on, l.ordered_on) as promised_on, l.amount
    from lines l
    left join promised p using (customer_no, company_no, order_no, line_no)
    where l.amount > 0
)
select d.customer_no, d.currency, d.category, d.promised_on, d.amount
from dated d
where d.promised_on > $as_of - 180
    and d.category in (select category from order_lags)
order by d.customer_no, d.currency, d.category, d.promised_on, d.order_no, d.line_no
