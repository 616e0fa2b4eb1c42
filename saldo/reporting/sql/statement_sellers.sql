-- One row per account and company that ever posted to it by $end: who it is, if listed (rule 16).
with posting as (
    select distinct e.customer_no, e.company_no
    from ledger_entries e
    join scope using (customer_no)
    where e.entry_date <= $end
)
select
    p.customer_no,
    p.company_no,
    m.name,
    m.organisation_no,
    m.street,
    m.postal_code,
    m.city,
    m.country,
    m.bankgiro,
    m.iban,
    m.bic,
    m.email,
    m.phone
from posting p
left join companies m on m.company_no = p.company_no
order by p.customer_no, p.company_no
