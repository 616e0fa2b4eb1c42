-- One row per year, currency and kind of one machine's cost by $as_of, without VAT: purchase by the
-- register, charges (lines under a contract) and other lines that name it, by year of issue.
with lines as (
    select l.customer_no, l.company_no, l.class, l.invoice_no, l.contract_no, l.net_amount
    from invoice_lines l
    join scope using (customer_no)
    where l.company_no = $company_no and l.serial_no = $serial_no
),
documents as (
    select i.customer_no, i.company_no, i.class, i.invoice_no, i.contract_no, i.currency, i.issue_date
    from invoices i
    join scope using (customer_no)
    where i.class <> 'interest_invoice' and i.issue_date <= $as_of
),
registered as (
    select m.customer_no, m.currency, m.purchase_price, m.installed_on
    from machines m
    join scope using (customer_no)
    where m.company_no = $company_no and m.serial_no = $serial_no
),
costs as (
    select
        l.customer_no, year(d.issue_date) as year, d.currency,
        case
            when coalesce(l.contract_no, d.contract_no) is null then 'other_lines' else 'charges'
        end as kind,
        l.net_amount as amount
    from lines l
    join documents d using (customer_no, company_no, class, invoice_no)
    union all
    select customer_no, year(installed_on), currency, 'purchase', purchase_price
    from registered
    where purchase_price is not null and installed_on <= $as_of and currency is not null
)
select
    customer_no,
    cast(year as integer) as year,
    currency,
    kind,
    cast(sum(amount) as decimal(18, 4)) as amount
from costs
group by customer_no, year, currency, kind
order by year, currency, kind
