-- One row per recurring charge of one contract that has not stopped by $as_of: what it is for, what it
-- is a period, and what it costs a month now, without VAT (rules 23, 24).
-- stands on: contract_state, charges_ahead
with charges as (
    select h.*
    from contract_charges h
    join scope using (customer_no)
    where h.company_no = $company_no and h.contract_no = $contract_no
),
installed as (
    select m.customer_no, m.company_no, m.serial_no, m.model, m.site_no, m.removed_on
    from machines m
    join scope using (customer_no)
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
)
select
    h.customer_no,
    h.company_no,
    h.contract_no,
    h.charge_no,
    h.description,
    h.serial_no,
    m.model,
    h.serial_no is not null and m.company_no is null as is_unknown,
    coalesce(h.site_no, m.site_no) as site_no,
    p.site_name,
    h.cost_centre,
    h.currency,
    h.amount as base_amount,
    a.period_months,
    h.billing,
    h.start_on,
    a.stops_on,
    a.monthly_amount,
    a.committed,
    a.renewal_cost
from charges h
join charges_ahead a using (customer_no, company_no, contract_no, charge_no)
left join installed m using (customer_no, company_no, serial_no)
left join places p on p.customer_no = h.customer_no and p.site_no = coalesce(h.site_no, m.site_no)
order by try_cast(h.charge_no as integer) nulls last, h.charge_no
