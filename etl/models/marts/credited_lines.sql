-- One row per billed line naming a machine of which credits took something off.
-- Key: company_no, class, invoice_no, line_no. A credit line belongs to one line of the machine: of
-- the invoice it corrects, the same period, the same amount, the latest before it. is_placed: it is
-- sure to be that line's, by invoice or period, and within it. A credit note without lines for
-- machines that corrects a whole invoice takes off its lines; one for a part is not placed.
with documents as (
    select company_no, class, invoice_no, issue_date, original_no, contract_no, amount
    from invoices
    where amount <> 0 and class <> 'interest_invoice'
),

named as (
    select l.*, d.issue_date, d.original_no, d.amount as document_amount
    from invoice_lines l
    join documents d using (company_no, class, invoice_no)
    where l.serial_no is not null
),

billed as (
    select * from named where net_amount > 0 and class = 'invoice'
),

credits as (
    select * from named where net_amount < 0
),

candidates as (
    select
        b.customer_no, b.company_no, b.class, b.invoice_no, b.line_no, b.net_amount as billed,
        -c.net_amount as credited,
        coalesce(c.original_no = b.invoice_no, false)
            or coalesce(
                c.service_start <= b.service_end and c.service_end >= b.service_start, false
            ) as is_sure,
        row_number() over (
            partition by c.company_no, c.class, c.invoice_no, c.line_no
            order by
                coalesce(c.original_no = b.invoice_no, false) desc,
                coalesce(
                    c.service_start = b.service_start and c.service_end = b.service_end, false
                ) desc,
                coalesce(
                    c.service_start <= b.service_end and c.service_end >= b.service_start, false
                ) desc,
                -c.net_amount = b.net_amount desc, b.issue_date desc, b.invoice_no desc,
                b.line_no desc
        ) as choice
    from credits c
    join billed b
        on b.customer_no = c.customer_no and b.company_no = c.company_no
        and b.serial_no = c.serial_no and b.currency = c.currency
        and b.issue_date <= c.issue_date
),

by_line as (
    select
        customer_no, company_no, class, invoice_no, line_no, billed, sum(credited) as credited,
        bool_and(is_sure) and sum(credited) <= billed as is_placed
    from candidates
    where choice = 1
    group by customer_no, company_no, class, invoice_no, line_no, billed
),

-- credit notes for an invoice that name no machine
corrected as (
    select d.company_no, d.original_no as invoice_no, -sum(d.amount) as amount
    from documents d
    anti join credits c using (company_no, class, invoice_no)
    where d.class = 'credit_note' and d.original_no is not null
    group by d.company_no, d.original_no
),

by_document as (
    select
        b.customer_no, b.company_no, b.class, b.invoice_no, b.line_no, b.net_amount as billed,
        case when c.amount >= b.document_amount then b.net_amount else 0 end as credited,
        c.amount >= b.document_amount as is_placed
    from billed b
    join corrected c using (company_no, invoice_no)
),

together as (
    select
        customer_no, company_no, class, invoice_no, line_no,
        cast(least(sum(credited), max(billed)) as decimal(18, 4)) as credited,
        bool_and(is_placed) as is_placed
    from (from by_line union all from by_document)
    group by customer_no, company_no, class, invoice_no, line_no
)

select * from together
order by customer_no, company_no, invoice_no
