-- One row per billed line naming a machine of which credits took something off.
-- Key: line_id, the row of invoice_lines. A credit line belongs to one line of the machine: of the
-- invoice it corrects, the same period, the same amount, the latest before it. is_placed: it is
-- sure to be that line's, by invoice or period, and within it. A credit note without lines for
-- machines that corrects a whole invoice takes off its lines; one for a part is not placed.
with documents as (
    select company_no, class, invoice_no, issue_date, original_no, contract_no, amount
    from invoices
    where amount <> 0 and class <> 'interest_invoice'
),

credits as (
    select l.*, d.issue_date, d.original_no
    from invoice_lines l
    join documents d using (company_no, class, invoice_no)
    where l.serial_no is not null and l.net_amount < 0
),

-- credit notes for an invoice that name no machine
corrected as (
    select d.company_no, d.original_no as invoice_no, -sum(d.amount) as amount
    from documents d
    anti join credits c using (company_no, class, invoice_no)
    where d.class = 'credit_note' and d.original_no is not null
    group by d.company_no, d.original_no
),

of_credited_machines as (
    select l.rowid as line_id, l.*
    from invoice_lines l
    semi join credits c using (customer_no, company_no, serial_no)
    where l.net_amount > 0 and l.class = 'invoice'
),

candidates as (
    select
        b.line_id, b.customer_no, b.net_amount as billed, -c.net_amount as credited,
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
                -c.net_amount = b.net_amount desc, d.issue_date desc, b.invoice_no desc,
                b.line_no desc
        ) as choice
    from credits c
    join of_credited_machines b
        on b.customer_no = c.customer_no and b.company_no = c.company_no
        and b.serial_no = c.serial_no and b.currency = c.currency
    join documents d
        on d.company_no = b.company_no and d.class = b.class and d.invoice_no = b.invoice_no
        and d.issue_date <= c.issue_date
),

by_line as (
    select
        line_id, customer_no, billed, sum(credited) as credited,
        bool_and(is_sure) and sum(credited) <= billed as is_placed
    from candidates
    where choice = 1
    group by line_id, customer_no, billed
),

by_document as (
    select
        l.rowid as line_id, l.customer_no, l.net_amount as billed,
        case when c.amount >= d.amount then l.net_amount else 0 end as credited,
        c.amount >= d.amount as is_placed
    from corrected c
    join documents d
        on d.company_no = c.company_no and d.class = 'invoice' and d.invoice_no = c.invoice_no
    join invoice_lines l
        on l.company_no = d.company_no and l.class = 'invoice' and l.invoice_no = d.invoice_no
    where l.serial_no is not null and l.net_amount > 0
),

together as (
    select
        line_id, customer_no,
        cast(least(sum(credited), max(billed)) as decimal(18, 4)) as credited,
        bool_and(is_placed) as is_placed
    from (from by_line union all from by_document)
    group by line_id, customer_no
)

select * from together
order by customer_no, line_id
