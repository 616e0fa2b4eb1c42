-- One row per line of which something is to be claimed by $as_of and no live claim stands on it, nor
-- an objection; decision: the last one on it, postponed only while its day is to come.
-- stands on: finding_decisions, claimed_lines
with wrong as (
    select
        b.*,
        array_to_string([
            replace(replace(coalesce(part, ''), '%', '%25'), '/', '%2F')
            for part in [
                b.customer_no, b.company_no, b.outcome, b.serial_no, b.contract_no, b.class,
                b.invoice_no, b.line_no
            ]
        ], '/') as finding
    from billing_check b
    join scope using (customer_no)
    where b.claim_amount > 0
        and b.issue_date <= $as_of
        and ($currency is null or b.currency = $currency)
)
select
    w.*,
    case when d.decision <> 'postponed' or d.until > $today then d.decision end as decision
from wrong w
anti join claimed_lines using (customer_no, company_no, class, invoice_no, line_no)
left join finding_decisions d using (customer_no, finding)
where d.decision is distinct from 'contested'
