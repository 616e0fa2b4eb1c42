-- One row per account and serial number that is billed to it and no machine of its own.
-- Key: customer_no, company_no, serial_no. is_elsewhere: another account has the machine.
-- like_serial: its own machine whose number differs by spelling only.
-- plain_serial: the number without case, blanks, hyphens and leading zeros, O read as 0.
with billed as (
    select distinct customer_no, company_no, serial_no
    from invoice_lines
    where serial_no is not null and class = 'invoice' and net_amount > 0
),

strange as (
    select
        b.customer_no, b.company_no, b.serial_no, r.serial_no is not null as is_elsewhere,
        ltrim(
            replace(regexp_replace(upper(b.serial_no), '[\s-]', '', 'g'), 'O', '0'), '0'
        ) as plain_serial
    from billed b
    anti join machine_states m using (customer_no, company_no, serial_no)
    left join machines r on r.company_no = b.company_no and r.serial_no = b.serial_no
),

named as (
    select
        s.customer_no, s.company_no, s.serial_no, s.is_elsewhere,
        min(m.serial_no) filter (not s.is_elsewhere) as like_serial
    from strange s
    left join machine_states m using (customer_no, company_no, plain_serial)
    group by s.customer_no, s.company_no, s.serial_no, s.is_elsewhere
)

select * from named
order by customer_no, company_no, serial_no
