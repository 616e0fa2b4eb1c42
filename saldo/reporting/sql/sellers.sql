-- One row per company that ever posted to an account in scope: where it banks, what it accounts in.
with posting as (
    select distinct e.company_no
    from ledger_entries e
    join scope using (customer_no)
)
select p.company_no, m.name, coalesce(m.country, '') as country, m.currency
from posting p
left join companies m using (company_no)
order by p.company_no
