-- One row per payment, refund or returned payment by $as_of (rules 4, 8, 9): money received is above
-- zero, money given back below. `settled` names what it was set against, `unapplied` is the rest.
-- stands on: open_amounts
with paid as (
    select p.*
    from payments p
    join scope using (customer_no)
    where p.payment_date <= $as_of
        and ($start is null or p.payment_date >= $start)
        and ($end is null or p.payment_date <= $end)
        and ($currency is null or p.currency = $currency)
),
posted as (
    select i.customer_no, i.company_no, i.item_id, i.document_no, i.amount
    from items i
    join scope using (customer_no)
    where i.class in ('payment', 'refund', 'payment_return')
),
set_against as (
    select a.customer_no, a.source_item_id as item_id, a.target_no as other_no
    from allocations a
    join scope using (customer_no)
    where a.effective_on <= $as_of
    union all
    select a.customer_no, a.target_item_id as item_id, a.source_no as other_no
    from allocations a
    join scope using (customer_no)
    where a.effective_on <= $as_of and a.target_class in ('refund', 'payment_return')
),
settled as (
    select
        customer_no,
        item_id,
        string_agg(distinct other_no, ', ' order by other_no) as settled
    from set_against
    group by customer_no, item_id
),
listed as (
    select
        p.customer_no,
        p.company_no,
        p.payment_no,
        p.kind,
        p.payment_date,
        p.currency,
        -i.amount as amount,
        coalesce(-o.open_amount, 0) as unapplied,
        coalesce(s.settled, '') as settled,
        p.reference,
        p.bank_reference,
        p.note
    from paid p
    join posted i
        on i.customer_no = p.customer_no
        and i.company_no = p.company_no
        and i.document_no = p.payment_no
    left join open_amounts o on o.customer_no = i.customer_no and o.item_id = i.item_id
    left join settled s on s.customer_no = i.customer_no and s.item_id = i.item_id
)
select
    customer_no,
    company_no,
    payment_no,
    kind,
    payment_date,
    currency,
    cast(amount as decimal(18, 4)) as amount,
    cast(amount - unapplied as decimal(18, 4)) as applied,
    cast(unapplied as decimal(18, 4)) as unapplied,
    settled,
    reference,
    bank_reference,
    note
from listed
where ($status <> 'unapplied' or unapplied <> 0)
    and (
        $search is null
        or contains(lower(concat_ws(' ', payment_no, reference, bank_reference, settled)), $search)
    )
order by payment_date desc, payment_no desc, customer_no
