-- One row per notice given: the last day liable by it (rule 26).
-- Key: company_no, contract_no, notice_no. serial_no null: for the whole contract, which then ends
-- with its term at the earliest; one that renews by itself with the first term whose last notice day
-- had not passed (rule 25). Without an agreed day, liability ends a notice period after the notice:
-- to the day or to the month's end.
-- Checks: equal to saldo.ledger.notice.liability_end and committed_to.
with reached as (
    select
        n.customer_no, n.company_no, n.contract_no, n.notice_no, n.serial_no, n.given_on,
        n.effective_on, c.end_on,
        case
            when c.liability = 'month_end' then m.last_day
            else least(m.month + cast(day(n.given_on) - 1 as integer), m.last_day)
        end as ends_on
    from contract_notices n
    join contracts c using (company_no, contract_no)
    join rules.months m
        on m.month_no = year(n.given_on) * 12 + month(n.given_on) - 1
            + coalesce(c.notice_months, 0)
),

terms_ended as (
    select n.company_no, n.contract_no, n.notice_no, min(r.ends_on) as term_ends_on
    from contract_notices n
    join contract_renewals r using (company_no, contract_no)
    where n.serial_no is null and r.last_notice_day >= n.given_on and r.ends_on >= n.given_on
    group by n.company_no, n.contract_no, n.notice_no
),

ends as (
    select
        r.customer_no, company_no, contract_no, notice_no, r.serial_no, r.given_on,
        coalesce(
            r.effective_on,
            case
                when r.serial_no is null then coalesce(t.term_ends_on, greatest(r.ends_on, r.end_on))
                else r.ends_on
            end
        ) as ends_on
    from reached r
    left join terms_ended t using (company_no, contract_no, notice_no)
)

select * from ends
order by customer_no, company_no, contract_no, notice_no
