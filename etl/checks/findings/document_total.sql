-- A document's total differs from its lines and VAT, or from its own net and VAT (rule 36).
with line_vat as (
    select company_no, class, invoice_no, sum(vat_amount) as vat
    from invoice_lines
    group by company_no, class, invoice_no
    having count(*) = count(vat_amount)
),

computed as (
    select
        i.customer_no, i.class, i.invoice_no, i.amount, i.net_amount, i.vat_amount, s.lines,
        case when s.lines > 0 then s.line_net else i.net_amount end as net,
        coalesce(i.vat_amount, v.vat) as vat
    from invoices i
    join invoice_status s using (company_no, class, invoice_no)
    left join line_vat v using (company_no, class, invoice_no)
),

differences as (
    select *, 'total' as what, amount as stated, net + vat as found
    from computed
    where amount <> net + vat
    union all
    select *, 'net' as what, net_amount as stated, net as found
    from computed
    where net_amount <> net and (amount = net + vat or vat is null)
)

select
    'warning', customer_no, invoice_no,
    json_object(
        'class', class, 'what', what, 'stated', cast(stated as varchar),
        'found', cast(found as varchar), 'difference', cast(stated - found as varchar)
    )
from differences
