-- Per customer and currency used up to $end: the opening row (the day before $start), every movement
-- with its running balance, and the closing row (rule 16). A row's balance is that of its date.
with entries as (
    select
        e.customer_no,
        e.company_no,
        e.currency,
        e.entry_date,
        e.kind,
        e.class,
        e.document_no,
        e.amount,
        e.item_id
    from ledger_entries e
    join scope using (customer_no)
    where e.entry_date <= $end and ($currency is null or e.currency = $currency)
),
accounts as (
    select
        customer_no,
        currency,
        coalesce(sum(amount) filter (entry_date < $start), 0) as opening,
        sum(amount) as closing
    from entries
    group by customer_no, currency
),
movements as (
    select
        e.*,
        row_number() over in_order as position,
        a.opening + sum(e.amount) over in_order as balance
    from entries e
    join accounts a using (customer_no, currency)
    where e.entry_date >= $start
    window in_order as (
        partition by e.customer_no, e.currency
        order by e.entry_date, e.item_id, e.kind, e.document_no, e.amount
        rows unbounded preceding
    )
),
rows as (
    select customer_no, currency, 'opening' as line_kind, 0 as position, $start - 1 as date,
        null as company_no, null as kind, null as class, null as document_no,
        0 as amount, opening as balance
    from accounts
    union all by name
    select customer_no, currency, 'movement' as line_kind, position, entry_date as date,
        company_no, kind, class, document_no, amount, balance
    from movements
    union all by name
    select customer_no, currency, 'closing' as line_kind, null as position, $end as date,
        0 as amount, closing as balance
    from accounts
)
select
    customer_no,
    currency,
    line_kind,
    date,
    company_no,
    kind,
    class,
    document_no,
    cast(amount as decimal(18, 4)) as amount,
    cast(balance as decimal(18, 4)) as balance
from rows
order by customer_no, currency, position nulls last
