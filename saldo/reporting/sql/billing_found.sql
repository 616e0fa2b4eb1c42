-- One row per line that bills a machine, and per machine that was never billed, removed without
-- notice or is odd in the register, as issued, due or removed by $as_of, in the period from $start
-- to $end where one is asked (rule 27). Amounts are without VAT. finding: its key, the same as
-- long as account, outcome, machine, contract and invoice line are. state: where it stands by the
-- last decision on it and by its claim; a postponed one is to be decided again from its day on.
-- stands on: finding_decisions, claimed_lines
with checked as (
    select b.*
    from billing_check b
    join scope using (customer_no)
    where b.issue_date <= $as_of
        and ($start is null or b.issue_date >= $start)
        and ($end is null or b.issue_date <= $end)
),
unbilled as (
    select
        u.customer_no,
        u.company_no,
        u.contract_no,
        u.serial_no,
        u.model,
        u.site_no,
        u.currency,
        u.installed_on,
        u.liable_to,
        min(u.first_day) as first_day,
        max(u.last_day) as last_day,
        sum(u.expected_amount) as expected_amount
    from unbilled_periods u
    join scope using (customer_no)
    where u.billed_on <= $as_of
        and ($start is null or u.billed_on >= $start)
        and ($end is null or u.billed_on <= $end)
    group by u.customer_no, u.company_no, u.contract_no, u.serial_no, u.model, u.site_no,
        u.currency, u.installed_on, u.liable_to
),
removed as (
    select
        r.customer_no,
        r.company_no,
        r.contract_no,
        r.serial_no,
        r.model,
        r.site_no,
        r.currency,
        r.installed_on,
        r.removed_on,
        sum(r.monthly_amount) as monthly_amount
    from unnoticed_removals r
    join scope using (customer_no)
    where r.removed_on <= $as_of
        and r.charge_start <= $as_of
        and r.from_on <= $as_of
        and r.to_on > $as_of
        and (r.noticed_on is null or r.noticed_on > $as_of)
        and (r.liable_to is null or r.liable_to > $as_of)
        and ($start is null or r.removed_on >= $start)
        and ($end is null or r.removed_on <= $end)
    group by r.customer_no, r.company_no, r.contract_no, r.serial_no, r.model, r.site_no,
        r.currency, r.installed_on, r.removed_on
),
doubtful as (
    select m.*
    from machine_states m
    join scope using (customer_no)
    where m.doubt is not null and $start is null and $end is null
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
),
together as (
    select
        customer_no, company_no, outcome, reason, serial_no, like_serial, model, site_no,
        contract_no, class, invoice_no, line_no, issue_date, service_start, service_end,
        billable_from, billable_to, removed_on, noticed_on, earlier_no, currency, billed_amount,
        correct_amount, claim_amount, null as expected_amount, null as monthly_amount
    from checked
    union all by name
    select
        customer_no, company_no, 'never_billed' as outcome, serial_no, model, site_no, contract_no,
        first_day as service_start, last_day as service_end, installed_on as billable_from,
        liable_to as billable_to, currency, expected_amount
    from unbilled
    union all by name
    select
        customer_no, company_no, 'removed_without_notice' as outcome, serial_no, model, site_no,
        contract_no, installed_on as billable_from, removed_on, currency, monthly_amount
    from removed
    union all by name
    select
        customer_no, company_no, 'unclear' as outcome, doubt as reason, serial_no, model, site_no,
        contract_no, installed_on as billable_from, removed_on, currency
    from doubtful
),
keyed as (
    select
        *,
        array_to_string([
            replace(replace(coalesce(part, ''), '%', '%25'), '/', '%2F')
            for part in [
                customer_no, company_no, outcome, serial_no, contract_no, class, invoice_no,
                line_no
            ]
        ], '/') as finding
    from together
)
select
    t.customer_no,
    t.company_no,
    t.outcome,
    t.reason,
    t.serial_no,
    t.like_serial,
    t.model,
    t.site_no,
    p.site_name,
    t.contract_no,
    t.class,
    t.invoice_no,
    t.line_no,
    t.issue_date,
    t.service_start,
    t.service_end,
    t.billable_from,
    t.billable_to,
    t.removed_on,
    t.noticed_on,
    t.earlier_no,
    t.currency,
    cast(t.billed_amount as decimal(18, 4)) as billed_amount,
    cast(t.correct_amount as decimal(18, 4)) as correct_amount,
    cast(coalesce(t.claim_amount, 0) as decimal(18, 4)) as claim_amount,
    cast(coalesce(t.expected_amount, 0) as decimal(18, 4)) as expected_amount,
    cast(coalesce(t.monthly_amount, 0) as decimal(18, 4)) as monthly_amount,
    case
        when t.outcome <> 'price_differs' then null
        when t.billed_amount > t.correct_amount then 'above'
        else 'below'
    end as direction,
    case
        when c.claim_no is not null then 'claimed'
        when d.decision in ('accepted', 'contested') then d.decision
        when d.decision = 'postponed' and d.until > $today then 'postponed'
        else 'to_decide'
    end as state,
    c.claim_no,
    d.decision,
    d.until as postponed_to,
    d.reason as decision_reason,
    d.decided_by_name as decided_by,
    cast(d.decided_at as date) as decided_on,
    case when d.decision <> 'reopened' then d.amount end as decided_amount,
    t.finding
from keyed t
left join places p using (customer_no, site_no)
left join finding_decisions d using (customer_no, finding)
left join claimed_lines c using (customer_no, company_no, class, invoice_no, line_no)
where ($currency is null or t.currency = $currency)
    and ($site is null or t.site_no = $site)
    and ($contract is null or t.contract_no = $contract)
    and (
        $search is null
        or contains(
            lower(concat_ws(' ', t.serial_no, t.invoice_no, t.contract_no, t.model)), $search
        )
    )
