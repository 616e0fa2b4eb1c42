-- One row per invoice or instalment paid in the data's last two years: how long after its due date.
-- Key: item_id. `days` from the due date to the day nothing was open, below zero where early
-- (rule 17); `disputed` where the source ever disputed the document. What was settled without any
-- payment (credited, written off) says nothing of paying and is left out.
with paid as (
    select
        i.item_id, i.customer_no, i.company_no, i.class, i.document_no, i.issue_date, i.due_date,
        i.closed_on as paid_on
    from items i
    cross join data_end e
    where i.class = 'invoice' and i.amount > 0 and i.due_date is not null
        and i.closed_on <= e.last_business_date
        and i.closed_on > e.last_business_date - 730
        and i.item_id in (
            select a.target_item_id
            from allocations a
            where a.source_class = 'payment'
        )
),

delays as (
    select
        p.item_id, p.customer_no, p.issue_date, p.due_date, p.paid_on,
        p.paid_on - p.due_date as days, d.invoice_no is not null as disputed
    from paid p
    left join (
        select distinct company_no, class, invoice_no
        from disputes
    ) d on d.company_no = p.company_no and d.class = p.class and d.invoice_no = p.document_no
)

select * from delays
order by customer_no, paid_on
