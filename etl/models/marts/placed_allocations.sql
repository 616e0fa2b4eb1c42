-- One row per allocation and target item it settles: how much, in the target's currency.
-- Key: company_no, allocation_no, target_item_id.
-- What names an instalment settles that one; the rest settles the document's items oldest first
-- (rule 13). An item takes in order of effect until nothing of it is open.
-- Checks: per target item, sum(amount) <= the item's amount.
with named as (
    select
        d.company_no, d.allocation_no, t.item_id, t.amount as wanted, d.offered,
        cast(sum(d.offered) over (
            partition by t.item_id order by d.effective_on, d.company_no, d.allocation_no
        ) as decimal(18, 4)) as reaches
    from drawn_allocations d
    join source_items t
        on t.document_id = d.document_id and t.instalment_no = d.instalment_no
),

named_parts as (
    select
        company_no, allocation_no, item_id as target_item_id,
        cast(least(offered, wanted - (reaches - offered)) as decimal(18, 4)) as amount
    from named
    where reaches - offered < wanted
),

named_sums as (
    select target_item_id as item_id, cast(sum(amount) as decimal(18, 4)) as amount
    from named_parts
    group by target_item_id
),

offers as (
    select
        company_no, allocation_no, document_id, offered,
        cast(sum(offered) over (
            partition by document_id order by effective_on, company_no, allocation_no
        ) as decimal(18, 4)) as reaches
    from drawn_allocations
    anti join named using (company_no, allocation_no)
),

open_amounts as (
    select t.document_id, t.item_id, t.amount - coalesce(n.amount, 0) as wanted
    from source_items t
    left join named_sums n using (item_id)
    where t.amount > 0
),

wants as (
    select
        *,
        cast(sum(wanted) over (
            partition by document_id order by item_id
        ) as decimal(18, 4)) as reaches
    from open_amounts
),

oldest_first as (
    select
        o.company_no, o.allocation_no, w.item_id as target_item_id,
        cast(
            least(o.reaches, w.reaches) - greatest(o.reaches - o.offered, w.reaches - w.wanted)
            as decimal(18, 4)
        ) as amount
    from offers o
    join wants w using (document_id)
    where o.reaches - o.offered < w.reaches and w.reaches - w.wanted < o.reaches
),

placed as (
    select * from named_parts
    union all
    select * from oldest_first
)

select * from placed
where amount > 0
