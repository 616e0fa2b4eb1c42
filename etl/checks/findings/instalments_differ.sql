-- Instalments that do not sum to their document (rule 13); the document's total stands.
with sums as (
    select company_no, class, invoice_no, sum(amount) as amount
    from instalments
    group by company_no, class, invoice_no
)

select
    'warning', i.customer_no, i.invoice_no,
    json_object(
        'stated', cast(i.amount as varchar), 'found', cast(s.amount as varchar),
        'difference', cast(i.amount - s.amount as varchar)
    )
from sums s
join invoices i using (company_no, class, invoice_no)
where s.amount <> i.amount
