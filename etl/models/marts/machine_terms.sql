-- One row per contract and machine of liability_ends, with its charge where it has one alone.
-- Key: company_no, contract_no, serial_no. charges: how many it has. contract_liable_to is the
-- contract's own end, liable_to the charge's. charge_id: the row of machine_charges.
with counted as (
    select company_no, contract_no, serial_no, count(*) as charges, min(charge_no) as charge_no
    from machine_charges
    group by company_no, contract_no, serial_no
),

terms as (
    select
        e.customer_no, e.company_no, e.contract_no, e.serial_no, e.noticed_on,
        e.liable_to as contract_liable_to, coalesce(k.charges, 0) as charges,
        h.rowid as charge_id, h.charge_no, h.product_no, h.currency, h.amount, h.period_months,
        h.contract_start, h.charge_start, h.liable_to
    from liability_ends e
    left join counted k using (company_no, contract_no, serial_no)
    left join machine_charges h
        on h.company_no = e.company_no and h.contract_no = e.contract_no
        and h.charge_no = k.charge_no and k.charges = 1
)

select * from terms
order by customer_no, company_no, contract_no, serial_no
