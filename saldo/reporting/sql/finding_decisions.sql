-- One row per finding that was decided on: the last decision, of the accounts in scope.
with latest as (
    select d.customer_no, d.finding, d.decision, d.until, d.reason, d.decided_by_name,
        d.decided_at, d.amount
    from desk_decisions d
    join scope using (customer_no)
    qualify row_number() over (partition by d.finding order by d.id desc) = 1
)
select * from latest
