-- One row per contract and machine that a charge, the register of machines or a bill names together:
-- the first notice for it, and the last day liable under the contract (rule 26).
-- Key: company_no, contract_no, serial_no. noticed_on null: no notice; liable_to null: no end in
-- sight. A contract that does not renew ends on its agreed day.
with pairs as (
    select company_no, contract_no, serial_no from contract_charges where serial_no is not null
    union
    select company_no, contract_no, serial_no from machines where contract_no is not null
    union
    select company_no, contract_no, serial_no
    from invoice_lines
    where contract_no is not null and serial_no is not null
    union
    select l.company_no, i.contract_no, l.serial_no
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    where l.contract_no is null and i.contract_no is not null and l.serial_no is not null
),

contract_notice as (
    select company_no, contract_no, min(given_on) as given_on, min(ends_on) as ends_on
    from notice_ends
    where serial_no is null
    group by company_no, contract_no
),

machine_notice as (
    select company_no, contract_no, serial_no, min(given_on) as given_on, min(ends_on) as ends_on
    from notice_ends
    where serial_no is not null
    group by company_no, contract_no, serial_no
),

ends as (
    select
        c.customer_no, company_no, contract_no, p.serial_no, c.currency, c.start_on, c.end_on,
        coalesce(c.renews, false) as renews, least(n.given_on, g.given_on) as noticed_on,
        least(
            n.ends_on, g.ends_on, case when not coalesce(c.renews, false) then c.end_on end
        ) as liable_to
    from pairs p
    join contracts c using (company_no, contract_no)
    left join contract_notice n using (company_no, contract_no)
    left join machine_notice g using (company_no, contract_no, serial_no)
)

select * from ends
order by customer_no, company_no, contract_no, serial_no
