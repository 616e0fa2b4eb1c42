-- Up to 20 rows: documents, orders, machines and contracts a part of whose number (or of a purchase
-- order's, a serial number's, a reference's) was typed, or a line's text or an amount of theirs;
-- whole numbers first, then the newest.
-- stands on: lines_found
with documents as (
    select
        'invoice' as kind,
        s.customer_no,
        s.company_no,
        s.class,
        s.invoice_no as number,
        s.purchase_order as detail,
        s.issue_date as date,
        s.currency,
        s.amount
    from invoice_status s
    join scope using (customer_no)
    where contains(s.search_text, $search)
        or list_contains($search_amounts::decimal(18, 4)[], abs(s.amount))
        or list_contains($search_amounts::decimal(18, 4)[], abs(s.line_net))
        or (s.customer_no, s.company_no, s.class, s.invoice_no) in (from lines_found)
),
ordered as (
    select
        'order' as kind,
        o.customer_no,
        o.company_no,
        null as class,
        o.order_no as number,
        o.purchase_order as detail,
        o.ordered_on as date,
        o.currency,
        null as amount
    from orders o
    join scope using (customer_no)
    where contains(lower(o.order_no), $search) or contains(lower(o.purchase_order), $search)
),
installed as (
    select
        'machine' as kind,
        m.customer_no,
        m.company_no,
        null as class,
        m.serial_no as number,
        m.model as detail,
        m.installed_on as date,
        m.currency,
        null as amount
    from machines m
    join scope using (customer_no)
    where contains(lower(m.serial_no), $search)
),
agreed as (
    select
        'contract' as kind,
        c.customer_no,
        c.company_no,
        null as class,
        c.contract_no as number,
        c.name as detail,
        c.start_on as date,
        c.currency,
        null as amount
    from contracts c
    join scope using (customer_no)
    where contains(lower(c.contract_no), $search)
),
hits as (
    select * from documents
    union all by name
    select * from ordered
    union all by name
    select * from installed
    union all by name
    select * from agreed
)
select
    kind,
    customer_no,
    company_no,
    class,
    number,
    detail,
    date,
    currency,
    cast(amount as decimal(18, 4)) as amount
from hits
order by
    lower(number) <> $search,
    not ends_with(lower(number), $search),
    not contains(lower(number), $search),
    date desc nulls last,
    kind,
    number,
    customer_no
limit if($search is null, 0, 20)
