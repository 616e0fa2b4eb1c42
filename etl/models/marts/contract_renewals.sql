-- One row per contract with an end and term: its last day, and the last day to give notice for it.
-- Key: company_no, contract_no, term (0: as the contract states). A contract that renews by itself
-- has its terms up to five years ahead, counted from the stated end (rule 25). last_notice_day null:
-- the contract does not renew, or states no notice.
-- Checks: equal to saldo.ledger.notice.
with horizon as (
    select year(day) * 12 + month(day) + 59 as month_no
    from (
        select coalesce(d.last_business_date, l.loaded_on) as day
        from rules.loading l
        left join data_end d on true
    )
),

ended as (
    select
        customer_no, company_no, contract_no, end_on + 1 as following, notice_months,
        coalesce(renews, false) as renews, greatest(coalesce(renewal_months, 12), 1) as step
    from contracts
    where end_on between date '1900-01-01' and date '2189-12-31'
),

numbered as (
    select
        e.*, year(following) * 12 + month(following) - 1 as following_no,
        unnest(range(case when renews then greatest(
            (h.month_no - year(following) * 12 - month(following) + 1) // step + 2, 1
        ) else 1 end)) as term
    from ended e
    cross join horizon h
),

terms as (
    select
        n.* exclude (following),
        least(m.month + cast(day(n.following) - 1 as integer), m.last_day) as following
    from numbered n
    join rules.months m on m.month_no = n.following_no + n.term * n.step
),

noticed as (
    select
        t.customer_no, t.company_no, t.contract_no, cast(t.term as integer) as term,
        cast(t.following - 1 as date) as ends_on,
        case
            when t.renews
                then least(m.month + cast(day(t.following) - 1 as integer), m.last_day) - 1
        end as last_notice_day
    from terms t
    left join rules.months m
        on m.month_no = year(t.following) * 12 + month(t.following) - 1 - t.notice_months
)

select * from noticed
order by customer_no, company_no, contract_no, term
