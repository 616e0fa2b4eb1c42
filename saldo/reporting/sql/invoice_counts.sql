-- One row: how many documents each tab of the invoice list holds at $as_of (rules 8, 11, 14).
-- stands on: open_amounts, standing_disputes, disputed_documents, lines_found
with documents as (
    select s.customer_no, s.company_no, s.class, s.invoice_no as document_no, s.amount
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
        bool_or(due_date < $as_of) as is_overdue
    from open_amounts
    group by customer_no, company_no, class, document_no
)
select
    count(o.document_no) as open,
    count(*) filter (o.is_overdue) as overdue,
    count(*) filter (o.document_no is null and d.amount <> 0) as paid,
    count(c.document_no) as disputed,
    count(*) as all
from documents d
left join opened o using (customer_no, company_no, class, document_no)
left join disputed_documents c using (customer_no, company_no, class, document_no)
