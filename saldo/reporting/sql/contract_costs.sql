-- One row per customer, currency, contract, category and part from $start to $end: what is known or
-- assumed of the months to come (rules 29, 30). After the month $scheduled_after contracts stand by
-- their schedule of charges; what is billed already for later months counts as known.
with scheduled as (
    select distinct c.customer_no, c.contract_no
    from contract_charges c
    join scope using (customer_no)
),
billed as (
    select
        m.customer_no,
        m.currency,
        m.contract_no,
        m.category,
        m.month,
        m.billed_in,
        m.amount
    from monthly_spend m
    join scope using (customer_no)
    where m.month between $start and $end and ($currency is null or m.currency = $currency)
),
counted as (
    select b.customer_no, b.currency, b.contract_no, b.category, 'known' as part, b.amount
    from billed b
    left join scheduled s using (customer_no, contract_no)
    where if(s.contract_no is null, b.billed_in <= $as_of, b.month <= $scheduled_after)
),
charged as (
    select k.customer_no, k.currency, k.contract_no, k.category, k.part, k.amount
    from known_charges k
    join scope using (customer_no)
    where k.month between $start and $end
        and k.month > $scheduled_after
        and ($currency is null or k.currency = $currency)
),
summed as (
    select
        customer_no,
        currency,
        contract_no,
        category,
        sum(amount) filter (part = 'known') as known,
        sum(amount) filter (part = 'assumed') as assumed
    from (select * from counted union all select * from charged)
    group by all
),
agreed as (
    select distinct on (c.customer_no, c.contract_no)
        c.customer_no,
        c.contract_no,
        c.name,
        c.end_on,
        coalesce(c.renews, false) as renews,
        c.renewal_months,
        c.notice_months
    from contracts c
    join scope using (customer_no)
    order by c.customer_no, c.contract_no, c.company_no
)
select
    s.customer_no,
    s.currency,
    s.contract_no,
    a.name,
    s.category,
    a.end_on,
    a.renews,
    a.renewal_months,
    a.notice_months,
    cast(coalesce(s.known, 0) as decimal(18, 4)) as known,
    cast(coalesce(s.assumed, 0) as decimal(18, 4)) as assumed
from summed s
left join agreed a using (customer_no, contract_no)
order by s.currency, coalesce(s.known, 0) + coalesce(s.assumed, 0) desc, s.contract_no,
    s.category, s.customer_no
