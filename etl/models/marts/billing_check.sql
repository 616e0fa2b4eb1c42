-- One row per line that bills a machine, with what the billing check says of it (rule 27).
-- Key: company_no, class, invoice_no, line_no; in the order of invoice_lines. outcome as in
-- saldo.ledger.billing_check; reason: why it is unclear. correct_amount: what was right, null where
-- that cannot be said; claim_amount: billed less correct, never below zero, without VAT.
-- billable_from and billable_to: the machine's billable interval, open-ended where null (rule 26).
-- earlier_no: the invoice that billed it first.
-- Checks: equal to saldo.ledger.billing_check.check; 0 <= claim_amount <= billed_amount.
with prices as (
    select
        line_id, sum(due_days) as due_days, bool_or(lacking) as lacking,
        cast(sum(whole_amount) as decimal(18, 4)) as whole_amount,
        cast(sum(due_amount) as decimal(18, 4)) as due_amount,
        cast((count(*) - 1) * max(coin) * 0.0001 as decimal(18, 4)) as rounding
    from billed_periods
    group by line_id
),

taken as (
    select line_id, count(*) as days from taken_days group by line_id
),

-- what earlier lines for the same days left to bill, as where a period is billed in parts
before as (
    select
        m.line_id, arg_min(m.earlier_no, m.earlier_seq) as earlier_no,
        cast(sum(
            greatest(coalesce(p.whole_amount, e.net_amount) - e.billed_amount, 0)
        ) as decimal(18, 4)) as short
    from lines_met m
    join billed_lines e on e.line_id = m.earlier_id
    left join prices p on p.line_id = m.earlier_id
    group by m.line_id
),

compared as (
    select
        l.*, b.earlier_no, coalesce(p.rounding, 0) as rounding,
        coalesce(p.lacking, w.lacking, false) as lacking,
        case
            when p.line_id is not null then p.due_days
            when w.charge_id is not null then 1
            else greatest(
                least(l.service_end, l.liable_to) - greatest(l.service_start, l.installed_on) + 1, 0
            ) - coalesce(t.days, 0)
        end as due_days,
        cast(
            coalesce(p.due_amount, w.whole_amount, 0) + coalesce(b.short, 0) as decimal(18, 4)
        ) as due,
        case
            when b.line_id is not null then 'billed_twice'
            when l.liable_to < l.service_end then 'billed_after_end'
            when l.installed_on > l.service_start then 'never_installed'
        end as trouble
    from billed_lines l
    left join charge_prices w
        on w.charge_id = case when l.is_plain then l.charge_id end
        and w.from_on <= l.service_start and w.to_on > l.service_start
    left join prices p using (line_id)
    left join taken t using (line_id)
    left join before b using (line_id)
),

judged as (
    select
        *,
        case
            when found in ('serial_spelling', 'registered_elsewhere') then found
            when found = 'unknown' or installed_on is null then null
            when not has_period then 'no_period'
            when missing is not null and (trouble is null or due_days > 0) then missing
            when abs(billed_amount - due) <= rounding
                or (billed_amount < due and (trouble is not null or credited_amount <> 0)) then null
            when doubt is not null then doubt
            when lacking and due_days > 0 then 'index_missing'
        end as reason,
        case
            when found = 'unknown' then 'unknown_serial'
            when installed_on is null then 'never_installed'
            when abs(billed_amount - due) <= rounding
                or (billed_amount < due and (trouble is not null or credited_amount <> 0))
                then case
                    when service_end > removed_on and noticed_on is not null and trouble is null
                        then 'correct_inside_notice'
                    else 'correct'
                end
            else coalesce(trouble, 'price_differs')
        end as said
    from compared
),

verdicts as (
    select
        customer_no, company_no, class, invoice_no, line_no, issue_date,
        case when reason is null then said else 'unclear' end as outcome, reason, serial_no,
        like_serial, model, site_no, contract_no, currency, service_start, service_end,
        installed_on as billable_from, liable_to as billable_to, removed_on, noticed_on, earlier_no,
        net_amount, credited_amount, billed_amount,
        case
            when reason is not null then null
            when said in ('unknown_serial', 'never_installed') and (
                found = 'unknown' or installed_on is null
            ) then cast(0 as decimal(18, 4))
            when said in ('correct', 'correct_inside_notice') then billed_amount
            else due
        end as correct_amount
    from judged
),

amounts as (
    select
        *,
        case
            when reason is null then cast(greatest(billed_amount - correct_amount, 0) as decimal(18, 4))
            else cast(0 as decimal(18, 4))
        end as claim_amount
    from verdicts
)

select * from amounts
