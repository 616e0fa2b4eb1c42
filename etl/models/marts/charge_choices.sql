-- One row per line that bills a machine with several charges under the contract: those that fit it
-- best, and the charge where one alone does: of the same product, running on the line's days.
-- Key: line_id (the row of invoice_lines). charges: how many fit as well.
with several as (
    select company_no, contract_no, serial_no
    from machine_terms
    where charges > 1
),

lines as (
    select
        l.rowid as line_id, l.customer_no, l.company_no, l.serial_no, l.product_no,
        l.service_start, l.service_end,
        coalesce(l.contract_no, i.contract_no, m.contract_no) as contract_no
    from invoice_lines l
    semi join several s on s.company_no = l.company_no and s.serial_no = l.serial_no
    join invoices i using (company_no, class, invoice_no)
    left join machine_states m
        on m.customer_no = l.customer_no and m.company_no = l.company_no
        and m.serial_no = l.serial_no
    where l.class = 'invoice' and l.net_amount > 0
),

matches as (
    select
        l.line_id, h.rowid as charge_id,
        cast(coalesce(h.product_no = l.product_no, false) as integer) * 2
            + cast(coalesce(
                l.service_end >= h.charge_start
                    and l.service_start <= coalesce(h.liable_to, l.service_start), false
            ) as integer) as score
    from lines l
    semi join several using (company_no, contract_no, serial_no)
    join machine_charges h using (company_no, contract_no, serial_no)
    where l.product_no is null or h.product_no is null or h.product_no = l.product_no
),

best as (
    select line_id, max(score) as score
    from matches
    group by line_id
),

chosen as (
    select m.line_id, count(*) as charges, min(m.charge_id) as charge_id
    from matches m
    join best b using (line_id, score)
    group by m.line_id
),

terms as (
    select
        l.customer_no, c.line_id, c.charges, h.rowid as charge_id, h.currency, h.amount,
        h.period_months, h.contract_start, h.charge_start, h.liable_to
    from chosen c
    join lines l using (line_id)
    left join machine_charges h on h.rowid = c.charge_id and c.charges = 1
)

select * from terms
order by customer_no, line_id
