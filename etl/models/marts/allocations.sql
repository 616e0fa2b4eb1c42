-- One row per part of an allocation in effect, within one account and one currency (rules 8, 12).
-- Key: source_item_id, target_item_id, allocation_no.
-- A payment for another account or currency stands as two or three parts, linked by paired items.
-- Checks: no item is over-allocated; customer and currency equal those of both items.
with ends as (
    select
        p.company_no, p.allocation_no, p.target_item_id, p.amount, d.source_item_id,
        d.effective_on, d.applied_on,
        case
            when d.exchanged then 'exchange_in'
            when d.source_customer_no <> d.target_customer_no then 'transfer_in'
        end as by_side
    from placed_allocations p
    join drawn_allocations d using (company_no, allocation_no)
),

last_parts as (
    select
        e.company_no, e.allocation_no, coalesce(h.item_id, e.source_item_id) as source_item_id,
        e.target_item_id, e.amount, e.effective_on, e.applied_on
    from ends e
    left join paired_items h
        on h.company_no = e.company_no and h.document_no = e.allocation_no and h.side = e.by_side
),

-- from the payment onto the outgoing half, and from an incoming transfer onto the exchange
first_parts as (
    select
        d.company_no, d.allocation_no,
        case
            when f.side = 'exchange_out' then coalesce(t.item_id, d.source_item_id)
            else d.source_item_id
        end as source_item_id,
        f.item_id as target_item_id, f.amount, d.effective_on, d.applied_on
    from drawn_allocations d
    join paired_items f
        on f.company_no = d.company_no and f.document_no = d.allocation_no
        and f.side in ('transfer_out', 'exchange_out')
    left join paired_items t
        on t.company_no = d.company_no and t.document_no = d.allocation_no
        and t.side = 'transfer_in'
),

parts as (
    select * from last_parts
    union all
    select * from first_parts
),

ledger_items as (
    select item_id, customer_no, currency, class, document_no, instalment_no from source_items
    union all
    select item_id, customer_no, currency, class, document_no, null as instalment_no
    from paired_items
),

described as (
    select
        t.customer_no, p.company_no, t.currency, p.allocation_no, p.source_item_id,
        p.target_item_id, s.class as source_class, s.document_no as source_no,
        t.class as target_class, t.document_no as target_no, t.instalment_no,
        p.amount, p.effective_on, p.applied_on
    from parts p
    join ledger_items s on s.item_id = p.source_item_id
    join ledger_items t on t.item_id = p.target_item_id
)

select * from described
order by target_item_id
