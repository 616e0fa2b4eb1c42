-- One row per confirmed delivery date of an order line, in the order given (rule 19).
-- Key: company_no, order_no, line_no, position (from 1). AP confirms the requested date, CA another
-- one; RE confirms none and is left out. A date without a status counts as a confirmation.
-- Checks: position runs from 1 without gaps per line; given_on rises with it.
with confirmed as (
    select
        p.customer_no, p.company_no, p.order_no, p.line_no, p.given_on,
        coalesce(p.promised_on, l.requested_on) as promised_on, p.status
    from promises p
    join order_lines l using (company_no, order_no, line_no)
    where p.status is distinct from 'RE'
        and (p.promised_on is not null or (p.status = 'AP' and l.requested_on is not null))
),

in_order as (
    select
        *,
        cast(row_number() over (
            partition by company_no, order_no, line_no order by given_on
        ) as integer) as position
    from confirmed
)

select * from in_order
order by customer_no
