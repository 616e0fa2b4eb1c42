-- One row per contract charge that names a machine: its terms, and the last day liable for it.
-- Key: company_no, contract_no, charge_no. liable_to null: no end in sight. A charge of its own
-- shorter term ends with it. contract_start is what its periods are counted from (rule 23).
with charges as (
    select
        h.customer_no, company_no, contract_no, h.charge_no, serial_no, h.product_no,
        h.description, h.site_no, h.currency, h.amount,
        greatest(coalesce(h.period_months, 1), 1) as period_months, e.start_on as contract_start,
        h.start_on as charge_start, coalesce(h.billing, 'arrears') = 'advance' as in_advance,
        e.noticed_on,
        least(
            e.liable_to,
            case when not e.renews or e.end_on is null or h.end_on < e.end_on then h.end_on end
        ) as liable_to
    from contract_charges h
    join liability_ends e using (company_no, contract_no, serial_no)
)

select * from charges
order by customer_no, company_no, contract_no, charge_no
