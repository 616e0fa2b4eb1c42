-- One row per document issued by $as_of: what is open, overdue, disputed of it then (rules 8, 11, 14).
-- `status` is paid, open, overdue or cancelled (amount 0, rule 6); disputed is an amount beside it.
-- stands on: open_amounts, standing_disputes, disputed_documents, lines_found
with documents as (
    select s.*
    from invoice_status s
    join scope using (customer_no)
    where s.issue_date <= $as_of
        and ($start is null or s.issue_date >= $start)
        and ($end is null or s.issue_date <= $end)
        and ($currency is null or s.currency = $currency)
        and (
            $search is null
            or contains(s.search_text, $search)
            or list_contains($search_amounts::decimal(18, 4)[], abs(s.amount))
            or list_contains($search_amounts::decimal(18, 4)[], abs(s.line_net))
            or (s.customer_no, s.company_no, s.class, s.invoice_no) in (from lines_found)
        )
),
opened as (
    select
        customer_no,
        company_no,
        class,
        document_no,
        sum(open_amount) as open_amount,
        sum(open_amount) filter (due_date < $as_of) as overdue,
        min(due_date) as next_due,
        max(days_overdue) as days_overdue,
        bool_or(bucket = $bucket) as in_bucket,
        bool_or(due_date between $as_of and $as_of + 30) as due_soon
    from open_amounts
    where class in ('invoice', 'credit_note', 'interest_invoice')
    group by customer_no, company_no, class, document_no
),
judged as (
    select
        d.*,
        coalesce(o.open_amount, 0) as open_amount,
        coalesce(o.overdue, 0) as overdue,
        coalesce(c.disputed, 0) as disputed,
        coalesce(o.next_due, d.due_date) as next_due,
        coalesce(o.days_overdue, 0) as days_overdue,
        case
            when d.amount = 0 then 'cancelled'
            when o.open_amount is null then 'paid'
            when o.overdue > 0 then 'overdue'
            else 'open'
        end as status,
        coalesce(o.in_bucket, false) as in_bucket,
        coalesce(o.due_soon, false) as due_soon
    from documents d
    left join opened o
        on o.customer_no = d.customer_no
        and o.company_no = d.company_no
        and o.class = d.class
        and o.document_no = d.invoice_no
    left join disputed_documents c
        on c.customer_no = d.customer_no
        and c.company_no = d.company_no
        and c.class = d.class
        and c.document_no = d.invoice_no
)
select
    customer_no,
    company_no,
    class,
    invoice_no,
    issue_date,
    next_due as due_date,
    currency,
    cast(amount as decimal(18, 4)) as amount,
    cast(open_amount as decimal(18, 4)) as open_amount,
    cast(overdue as decimal(18, 4)) as overdue,
    cast(disputed as decimal(18, 4)) as disputed,
    status,
    days_overdue,
    purchase_order,
    order_no,
    reference,
    lines
from judged
where ($bucket is null or in_bucket)
    and case $status
        when 'open' then open_amount <> 0
        when 'overdue' then status = 'overdue'
        when 'due_soon' then due_soon
        when 'paid' then status = 'paid'
        when 'disputed' then disputed > 0
        when 'unapplied' then open_amount < 0
        when 'cancelled' then status = 'cancelled'
        else true
    end
order by issue_date desc, invoice_no desc, customer_no, class
