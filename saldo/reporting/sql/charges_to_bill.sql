-- One row per account, currency, part and month of billing to $end: contract charges not billed by
-- $as_of, without VAT. A period's charge is billed in the month it begins (an unbilled one that has
-- begun: now).
with terms as (
    select
        t.customer_no, t.contract_no, t.category, min(t.period_months) as period_months,
        min(t.counted_from) as counted_from
    from charge_terms t
    join scope using (customer_no)
    group by t.customer_no, t.contract_no, t.category
),
billed as (
    select m.customer_no, m.currency, m.contract_no, m.category, m.month, sum(m.amount) as amount
    from monthly_spend m
    join scope using (customer_no)
    where m.contract_no is not null and m.billed_in <= $as_of
    group by m.customer_no, m.currency, m.contract_no, m.category, m.month
),
charged as (
    select k.customer_no, k.currency, k.contract_no, k.category, k.month, k.part, k.amount
    from known_charges k
    join scope using (customer_no)
    where k.month > $as_of and ($currency is null or k.currency = $currency)
),
unbilled as (
    select
        c.customer_no, c.currency, c.part, c.month,
        datediff('month', t.counted_from, c.month) as months_in, t.period_months,
        greatest(c.amount - coalesce(b.amount, 0), 0) as amount
    from charged c
    join terms t using (customer_no, contract_no, category)
    left join billed b using (customer_no, currency, contract_no, category, month)
),
dated as (
    select
        customer_no, currency, part,
        greatest(
            month - to_months(cast(months_in % period_months as integer)),
            date_trunc('month', $as_of::date)
        )::date as billed_in,
        amount
    from unbilled
)
select customer_no, currency, part, billed_in, cast(sum(amount) as decimal(18, 4)) as amount
from dated
where billed_in <= $end and amount > 0
group by customer_no, currency, part, billed_in
order by customer_no, currency, billed_in, part
