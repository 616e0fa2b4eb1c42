-- One row per contract that renews by itself, runs at $as_of and was not given notice of as a whole,
-- and charge period: its term, its notice, and what a period of it costs, without VAT and before
-- indexation (rules 23, 25).
with agreed as (
    select c.*
    from contracts c
    join scope using (customer_no)
    where c.start_on <= $as_of
        and c.renews
        and c.end_on is not null
        and c.notice_months is not null
),
noticed as (
    select n.customer_no, n.company_no, n.contract_no
    from contract_notices n
    join scope using (customer_no)
    where n.given_on <= $as_of and n.serial_no is null
),
charged as (
    select
        h.customer_no,
        h.company_no,
        h.contract_no,
        coalesce(h.period_months, 1) as period_months,
        sum(h.amount) as per_period
    from contract_charges h
    join scope using (customer_no)
    where h.start_on <= $as_of and (h.end_on is null or h.end_on >= $as_of)
    group by h.customer_no, h.company_no, h.contract_no, coalesce(h.period_months, 1)
)
select
    a.customer_no,
    a.company_no,
    a.contract_no,
    a.name,
    a.currency,
    a.end_on,
    a.notice_months,
    greatest(coalesce(a.renewal_months, 12), 1) as renewal_months,
    greatest(coalesce(m.period_months, 1), 1) as period_months,
    cast(coalesce(m.per_period, 0) as decimal(18, 4)) as per_period
from agreed a
anti join noticed using (customer_no, company_no, contract_no)
left join charged m using (customer_no, company_no, contract_no)
order by a.end_on, a.contract_no, a.company_no, m.period_months
