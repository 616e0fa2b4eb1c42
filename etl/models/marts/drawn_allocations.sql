-- One row per allocation with both its ends and something to draw: what it takes from its source.
-- Key: company_no, allocation_no. `drawn` in the source's currency, `offered` in the target's.
-- A source gives in order of effect until it is used up (rule 8: the latest of both documents'
-- dates and the application date). An exchange offers the bank's amount (rule 12), or where its
-- source does not reach, in proportion, cut to the currency's minor unit.
-- Checks: per source, sum(drawn) <= what the source holds.
with matched as (
    select
        a.company_no, a.allocation_no, a.instalment_no, a.applied_on,
        greatest(
            s.issue_date, t.issue_date, coalesce(a.applied_on, t.issue_date)
        ) as effective_on,
        s.item_id as source_item_id, s.customer_no as source_customer_no,
        s.currency as source_currency, -s.amount as holds,
        t.document_id, t.customer_no as target_customer_no, t.currency as target_currency,
        s.currency <> t.currency as exchanged,
        case when s.currency = t.currency then a.amount else a.source_amount end as asked,
        a.amount as offers
    from allocation_rows a
    join source_items s
        on s.company_no = a.company_no and s.class = a.source_class and s.document_no = a.source_no
    join source_items t
        on t.company_no = a.company_no and t.class = a.target_class and t.document_no = a.target_no
    where a.amount > 0 and t.item_id = t.document_id
        and case when s.currency = t.currency then a.amount else a.source_amount end > 0
),

queued as (
    select
        *,
        cast(sum(asked) over (
            partition by source_item_id order by effective_on, allocation_no
        ) as decimal(18, 4)) as asked_so_far
    from matched
),

drawn as (
    select
        * exclude (holds, asked_so_far),
        cast(least(asked, holds - (asked_so_far - asked)) as decimal(18, 4)) as drawn
    from queued
    where asked_so_far - asked < holds
),

-- whole numbers: ten-thousandths of a unit, and how many make the smallest coin
coins as (
    select currency, case minor_units when 0 then 10000 when 3 then 10 else 100 end as coin
    from rules.currencies
),

offered as (
    select
        d.* exclude (asked, offers),
        case
            when not exchanged then drawn
            when drawn = asked then offers
            else cast(cast(
                coin * (
                    cast(cast(offers as decimal(28, 4)) * 10000 as hugeint)
                    * cast(cast(drawn as decimal(28, 4)) * 10000 as hugeint)
                    // (coin * cast(cast(asked as decimal(28, 4)) * 10000 as hugeint))
                ) as decimal(22, 0)
            ) * 0.0001 as decimal(18, 4))
        end as offered
    from drawn d
    left join coins c on c.currency = d.target_currency
)

select * from offered
