-- One row per covered period of one machine that begins by $as_of or later: level, hours, contract.
with covered as (
    select c.*
    from maintenance_coverage c
    join scope using (customer_no)
    where c.company_no = $company_no and c.serial_no = $serial_no
)
select customer_no, start_on, end_on, level, hours, contract_no
from covered
order by start_on desc
