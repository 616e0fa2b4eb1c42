-- One row per claim, the latest first: what was asked for (without VAT, and the VAT where every line
-- says it), who sent it, and whether it was declined or withdrawn. $claim_no: that one alone.
with mine as (
    select c.*
    from desk_claims c
    join scope using (customer_no)
    where ($claim_no is null or c.number = $claim_no)
        and ($currency is null or c.currency = $currency)
),
asked as (
    select
        l.number, count(*) as lines, sum(l.claim_amount) as asked_amount,
        case when count(l.vat_amount) = count(*) then sum(l.vat_amount) end as vat_amount
    from desk_claim_lines l
    join scope using (customer_no)
    group by l.number
),
closed as (
    select e.number, e.kind, e.event_on, e.reason, e.by_name
    from desk_claim_events e
    join scope using (customer_no)
    where e.kind in ('declined', 'withdrawn')
)
select
    m.number as claim_no,
    m.customer_no,
    m.company_no,
    m.currency,
    m.sent_on,
    m.sent_by_name as sent_by,
    m.seen_to,
    m.note,
    a.lines,
    cast(a.asked_amount as decimal(18, 4)) as asked_amount,
    cast(a.vat_amount as decimal(18, 4)) as vat_amount,
    c.kind as closing,
    c.event_on as closed_on,
    c.reason as closing_reason,
    c.by_name as closed_by
from mine m
join asked a using (number)
left join closed c using (number)
order by m.sent_at desc, m.number desc
