-- One row per charge that names one machine and has not stopped by $as_of: contract, price, until when
-- it is liable (rules 23, 26).
-- stands on: contract_state, charges_ahead
with charges as (
    select h.*
    from machine_charges h
    join scope using (customer_no)
    where h.company_no = $company_no and h.serial_no = $serial_no
)
select
    h.customer_no,
    h.company_no,
    h.contract_no,
    h.charge_no,
    h.description,
    h.currency,
    a.monthly_amount,
    h.charge_start as start_on,
    h.noticed_on,
    h.liable_to,
    a.committed
from charges h
join charges_ahead a using (customer_no, company_no, contract_no, charge_no)
order by h.contract_no, h.charge_no
