-- One row per notice given: the last day liable by it (rule 26).
-- Key: company_no, contract_no, notice_no. serial_no null: for the whole contract, which then ends
-- with its term at the earliest. Without an agreed day, liability ends a notice period after the
-- notice: to the day or to the month's end.
-- Checks: equal to saldo.ledger.notice.liability_end.
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

ends as (
    select
        customer_no, company_no, contract_no, notice_no, serial_no, given_on,
        coalesce(
            effective_on,
            case when serial_no is null then greatest(ends_on, end_on) else ends_on end
        ) as ends_on
    from reached
)

select * from ends
order by customer_no, company_no, contract_no, notice_no
