-- One row per document with something disputed at $as_of, never more than is open of it (rule 14).
-- A line is part of its document: the greater of the two claims counts, not their sum.
-- stands on: open_amounts, standing_disputes
with claims as (
    select
        customer_no,
        company_no,
        class,
        invoice_no as document_no,
        coalesce(sum(claimed) filter (line_no <> ''), 0) as of_lines,
        coalesce(max(claimed) filter (line_no = ''), 0) as of_document,
        bool_or(all_open) as all_open,
        min(disputed_on) as disputed_on
    from standing_disputes
    group by customer_no, company_no, class, invoice_no
),
contested as (
    select
        o.customer_no,
        o.company_no,
        o.class,
        o.document_no,
        o.currency,
        sum(o.open_amount) as open_amount,
        if(any_value(c.all_open), null, greatest(any_value(c.of_lines), any_value(c.of_document)))
            as claimed,
        any_value(c.disputed_on) as disputed_on
    from open_amounts o
    join claims c using (customer_no, company_no, class, document_no)
    group by o.customer_no, o.company_no, o.class, o.document_no, o.currency
)
select
    customer_no,
    company_no,
    class,
    document_no,
    currency,
    disputed_on,
    cast(coalesce(least(open_amount, claimed), open_amount) as decimal(18, 4)) as disputed
from contested
where open_amount > 0
