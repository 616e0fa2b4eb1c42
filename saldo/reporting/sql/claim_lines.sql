-- One row per line of a claim, as it was asked for; $claim_no: of that one alone. seen_to, closed_on:
-- between them later credits answer it.
with headers as (
    select c.number, c.seen_to
    from desk_claims c
    join scope using (customer_no)
),
closed as (
    select e.number, e.kind, e.event_on
    from desk_claim_events e
    join scope using (customer_no)
    where e.kind in ('declined', 'withdrawn')
),
lines as (
    select l.*
    from desk_claim_lines l
    join scope using (customer_no)
    where ($currency is null or l.currency = $currency)
)
select
    l.number as claim_no,
    l.claim_line,
    l.customer_no,
    l.company_no,
    l.currency,
    l.outcome,
    l.serial_no,
    l.model,
    l.site_no,
    l.site_name,
    l.contract_no,
    l.class,
    l.invoice_no,
    l.line_no,
    l.issue_date,
    l.service_start,
    l.service_end,
    l.billed_amount,
    l.correct_amount,
    l.claim_amount,
    l.vat_amount,
    l.says_en,
    l.says_sv,
    l.finding,
    h.seen_to,
    c.kind as closing,
    c.event_on as closed_on
from lines l
join headers h using (number)
left join closed c using (number)
order by l.number desc, l.claim_line
