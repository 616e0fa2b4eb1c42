-- One row per stretch of days on which something may need the reader: a superset, narrow enough to
-- look at first. What is then said is the question's own (slipped_orders, contract_deadlines,
-- returned_machines, billing_totals), asked only where a stretch reaches the day.
-- kind: slipped (an order line moved twice or more, until it was whole or cancelled), notice (one
-- day: the last to give notice), returned_billed (from the first bill after the liability's end and
-- the removal), found (from the first bill with something to claim). to_on is inclusive.
-- Key: none. Checks: no question finds anything on a day without a stretch of its kind.
with slipped as (
    select
        customer_no, ordered_on as from_on,
        coalesce(least(
            case
                when knows_delivery then delivered
                when shipped_qty >= ordered_qty then greatest(shipped, last_event)
            end,
            cancelled
        ), date '9999-12-31') as to_on
    from order_milestones
    where slips >= 2
),

returned as (
    select customer_no, min(greatest(issue_date, removed_on)) as from_on
    from billing_check
    where outcome = 'billed_after_end'
    group by customer_no
),

claimable as (
    select customer_no, min(issue_date) as from_on
    from billing_check
    where claim_amount <> 0
    group by customer_no
),

stretches as (
    select distinct customer_no, 'slipped' as kind, from_on, to_on
    from slipped
    union all
    select distinct
        customer_no, 'notice' as kind, last_notice_day as from_on, last_notice_day as to_on
    from contract_renewals
    where last_notice_day is not null
    union all
    select customer_no, 'returned_billed' as kind, from_on, date '9999-12-31' as to_on
    from returned
    union all
    select customer_no, 'found' as kind, from_on, date '9999-12-31' as to_on
    from claimable
)

select * from stretches
order by customer_no, kind, from_on, to_on
