-- One row per invoice line that stands in a claim neither declined nor withdrawn, of the accounts in
-- scope.
with closed as (
    select e.number
    from desk_claim_events e
    join scope using (customer_no)
    where e.kind in ('declined', 'withdrawn')
)
select l.customer_no, l.company_no, l.class, l.invoice_no, l.line_no, l.number as claim_no
from desk_claim_lines l
join scope using (customer_no)
where l.number not in (select number from closed)
