-- One row per contract and currency that documents issued by $as_of name: what was billed for it
-- without VAT, credits taken off; interest invoices stand outside (rule 4).
with documents as (
    select i.*
    from invoices i
    join scope using (customer_no)
    where i.class <> 'interest_invoice' and i.issue_date <= $as_of
),
states as (
    select s.customer_no, s.company_no, s.class, s.invoice_no, s.lines, s.line_net
    from invoice_status s
    join scope using (customer_no)
),
lines as (
    select l.customer_no, l.company_no, l.class, l.invoice_no, l.contract_no, l.net_amount
    from invoice_lines l
    join scope using (customer_no)
),
billed as (
    select
        d.customer_no, d.company_no, d.currency, d.issue_date,
        coalesce(l.contract_no, d.contract_no) as contract_no,
        coalesce(l.net_amount, d.net_amount, d.amount - coalesce(d.vat_amount, 0)) as net
    from documents d
    join states s using (customer_no, company_no, class, invoice_no)
    left join lines l using (customer_no, company_no, class, invoice_no)
    where d.amount <> 0 or s.line_net = 0
)
select
    customer_no,
    company_no,
    contract_no,
    currency,
    cast(sum(net) as decimal(18, 4)) as billed,
    cast(coalesce(sum(net) filter (issue_date > $as_of - 365), 0) as decimal(18, 4)) as billed_year
from billed
where contract_no is not null
group by customer_no, company_no, contract_no, currency
