-- One row per item that a source names: a document, an instalment of one, a payment, a settlement.
-- Key: item_id. Amounts signed (rule 4). Ids follow the customers, so that ordering by id clusters.
-- `document_id` is the document's first item, the one that falls due first (rule 13).
-- Checks: per document_id, sum(amount) = document_amount = the document's amount.
with documents as (
    select
        i.customer_no, i.company_no, i.class, i.class as kind, i.invoice_no as document_no,
        i.issue_date, i.currency, i.amount,
        i.class <> 'credit_note' and i.amount >= 0 as falls_due,
        coalesce(i.due_date, i.issue_date + coalesce(c.terms_days, 0)) as due_date,
        i.due_date is null as due_derived
    from invoices i
    left join customers c on c.customer_no = i.customer_no
),

instalment_ends as (
    select
        company_no, class, invoice_no as document_no, instalment_no, due_date, amount,
        cast(sum(amount) over (
            partition by company_no, class, invoice_no order by due_date, instalment_no
        ) as decimal(18, 4)) as reaches
    from instalments
    where amount > 0
),

-- instalments never sum to more than their document (rule 10): the last ones give way
instalment_items as (
    select
        d.* exclude (amount, due_date, due_derived), e.instalment_no, e.due_date,
        false as due_derived,
        least(e.reaches, d.amount) - (e.reaches - e.amount) as amount
    from documents d
    join instalment_ends e using (company_no, class, document_no)
    where d.falls_due and e.reaches - e.amount < d.amount
),

instalment_sums as (
    select company_no, class, document_no, cast(sum(amount) as decimal(18, 4)) as amount
    from instalment_items
    group by company_no, class, document_no
),

-- what no instalment names stays an item of its own, by the document's due date
whole_items as (
    select
        d.* exclude (amount, due_date, due_derived), cast(null as varchar) as instalment_no,
        d.due_date, d.due_derived, d.amount - coalesce(s.amount, 0) as amount
    from documents d
    left join instalment_sums s using (company_no, class, document_no)
    where s.amount is null or s.amount < d.amount
),

cash as (
    select
        p.customer_no, p.company_no, p.kind as class, p.kind, p.payment_no as document_no,
        p.payment_date as issue_date, p.currency,
        cast(p.amount * s.sign as decimal(18, 4)) as amount
    from payments p
    join rules.entry_signs s on s.kind = p.kind
),

other as (
    select
        t.customer_no, t.company_no, 'settlement' as class, t.kind, t.settlement_no as document_no,
        t.settled_on as issue_date, t.currency,
        cast(t.amount * s.sign as decimal(18, 4)) as amount
    from settlements t
    join rules.entry_signs s on s.kind = t.kind
),

items as (
    select
        customer_no, company_no, class, kind, document_no, instalment_no, issue_date,
        case when falls_due then due_date end as due_date, falls_due and due_derived as due_derived,
        currency, amount
    from (from instalment_items union all by name from whole_items)
    union all
    select
        customer_no, company_no, class, kind, document_no, null as instalment_no, issue_date,
        null as due_date, false as due_derived, currency, amount
    from (from cash union all from other)
),

numbered as (
    select
        cast(row_number() over (
            order by customer_no, issue_date, class, company_no, document_no, due_date,
                instalment_no nulls last
        ) as bigint) as item_id,
        items.*
    from items
),

split as (
    select
        company_no, class, document_no, min(item_id) as document_id,
        cast(sum(amount) as decimal(18, 4)) as document_amount
    from numbered
    semi join instalment_sums using (company_no, class, document_no)
    group by company_no, class, document_no
),

placed as (
    select
        n.*, coalesce(s.document_id, n.item_id) as document_id,
        coalesce(s.document_amount, n.amount) as document_amount
    from numbered n
    left join split s using (company_no, class, document_no)
)

select * from placed
order by item_id
