-- One row per notice given by $as_of under one contract: when, for what, and until when it is liable
-- (rule 26).
with given as (
    select n.*
    from notice_ends n
    join scope using (customer_no)
    where n.company_no = $company_no and n.contract_no = $contract_no and n.given_on <= $as_of
),
installed as (
    select m.customer_no, m.company_no, m.serial_no, m.model
    from machines m
    join scope using (customer_no)
)
select g.customer_no, g.notice_no, g.serial_no, m.model, g.given_on, g.ends_on
from given g
left join installed m using (customer_no, company_no, serial_no)
order by g.given_on desc, g.notice_no
