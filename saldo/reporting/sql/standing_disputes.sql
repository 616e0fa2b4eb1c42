-- One row per document, or line of one, disputed at $as_of (rule 14): at the desk or in the source, the
-- desk's amount where both dispute it. `all_open` where no amount was named. An empty line_no: the
-- whole document.
with raised as (
    select d.customer_no, d.company_no, d.class, d.invoice_no, coalesce(d.line_no, '') as line_no,
        d.amount, d.opened_on, true as ours
    from desk_disputes d
    join scope using (customer_no)
    where d.opened_on <= $as_of and (d.closed_on is null or d.closed_on > $as_of)
    union all
    select d.customer_no, d.company_no, d.class, d.invoice_no, coalesce(d.line_no, '') as line_no,
        d.amount, d.opened_on, false as ours
    from disputes d
    join scope using (customer_no)
    where d.opened_on <= $as_of and (d.closed_on is null or d.closed_on > $as_of)
)
select
    customer_no,
    company_no,
    class,
    invoice_no,
    line_no,
    coalesce(max(amount) filter (ours), if(bool_or(ours), null, max(amount))) as claimed,
    coalesce(bool_or(amount is null) filter (ours), bool_or(amount is null)) as all_open,
    min(opened_on) as disputed_on
from raised
group by customer_no, company_no, class, invoice_no, line_no
