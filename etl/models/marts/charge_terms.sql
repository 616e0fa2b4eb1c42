-- One row per contract charge: until when it is known to run, and what may follow.
-- Key: company_no, contract_no, charge_no. known_to and stops_on are last days, inclusive; null:
-- no end in sight. Where it renews, it is assumed to run on after known_to, to stops_on (rule 30).
-- Its periods are counted from counted_from, the contract's first day (rule 23).
-- A notice for a machine ends its charges; one for the contract stops the renewal (rule 26). Past its
-- last notice day a contract has renewed: it is known to the first term that notice still ends.
with last_day as (
    select coalesce(d.last_business_date, l.loaded_on) as day
    from rules.loading l
    left join data_end d on true
),

committed as (
    select r.company_no, r.contract_no, min(r.ends_on) as ends_on
    from contract_renewals r
    join last_day d on r.ends_on >= d.day and coalesce(r.last_notice_day, r.ends_on) >= d.day
    group by r.company_no, r.contract_no
),

contract_ends as (
    select
        company_no, contract_no,
        min(ends_on) as ends_on
    from notice_ends
    where serial_no is null
    group by company_no, contract_no
),

machine_ends as (
    select company_no, contract_no, serial_no, min(ends_on) as ends_on
    from notice_ends
    where serial_no is not null
    group by company_no, contract_no, serial_no
),

charges as (
    select
        h.*, c.start_on as counted_from,
        coalesce(h.category, p.category, c.category, 'other') as charged_as,
        e.ends_on is null and c.end_on is not null and coalesce(c.renews, false) as renews,
        coalesce(e.ends_on, r.ends_on, c.end_on) as term_ends,
        least(
            case when h.end_on < c.end_on or c.end_on is null then h.end_on end, g.ends_on
        ) as stops_on
    from contract_charges h
    join contracts c using (company_no, contract_no)
    left join products p on p.product_no = h.product_no
    left join contract_ends e using (company_no, contract_no)
    left join committed r using (company_no, contract_no)
    left join machine_ends g using (company_no, contract_no, serial_no)
),

terms as (
    select
        customer_no, currency, company_no, contract_no, charge_no, charged_as as category, amount,
        greatest(coalesce(period_months, 1), 1) as period_months, start_on,
        counted_from, least(term_ends, stops_on) as known_to, renews, stops_on
    from charges
)

select * from terms
order by customer_no, company_no, contract_no, charge_no
