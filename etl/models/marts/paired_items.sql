-- One row per half of a transfer or exchange pair that an allocation calls for (rule 12).
-- Key: item_id; also company_no, document_no, side. document_no is the allocation's own number.
-- Another payer: transfer_out on the source's account, transfer_in on the target's. Another
-- currency: exchange_out and exchange_in on the target's account, at the bank's amounts.
-- Checks: transfer halves sum to 0 per pair; every *_out half is settled whole by what it moves.
with settled as (
    select company_no, allocation_no, cast(sum(amount) as decimal(18, 4)) as amount
    from placed_allocations
    group by company_no, allocation_no
),

moved as (
    select
        d.*, case when d.exchanged then d.drawn else coalesce(s.amount, 0) end as moved
    from drawn_allocations d
    left join settled s using (company_no, allocation_no)
    where d.exchanged or d.source_customer_no <> d.target_customer_no
),

sides as (
    select
        *, 'transfer_out' as side, source_customer_no as customer_no, source_currency as currency,
        moved as amount
    from moved
    where source_customer_no <> target_customer_no
    union all
    select
        *, 'transfer_in' as side, target_customer_no as customer_no, source_currency as currency,
        -moved as amount
    from moved
    where source_customer_no <> target_customer_no
    union all
    select
        *, 'exchange_out' as side, target_customer_no as customer_no, source_currency as currency,
        drawn as amount
    from moved
    where exchanged
    union all
    select
        *, 'exchange_in' as side, target_customer_no as customer_no, target_currency as currency,
        -offered as amount
    from moved
    where exchanged
),

numbered as (
    select
        (select coalesce(max(item_id), 0) from source_items)
        + cast(row_number() over (order by customer_no, company_no, allocation_no, side) as bigint)
            as item_id,
        customer_no, company_no, 'settlement' as class,
        case when side in ('transfer_out', 'transfer_in') then 'transfer' else 'exchange' end
            as kind,
        allocation_no as document_no, side, effective_on as issue_date, currency,
        cast(amount as decimal(18, 4)) as amount
    from sides
    where amount <> 0
)

select * from numbered
order by item_id
