-- One row per pair of lines that bill the same charge of a machine for days they share.
-- Key: customer_no, company_no, serial_no, seq, earlier_seq. earlier_seq was billed before seq;
-- first_day to last_day are the days shared (rule 27: billed twice for the same period).
with spans as (
    select
        customer_no, company_no, serial_no, contract_no, same_charge, seq, service_start,
        service_end,
        max(service_end) over (
            partition by customer_no, company_no, serial_no, contract_no, same_charge
            order by service_start, seq rows between unbounded preceding and 1 preceding
        ) as reached
    from billed_lines
    where has_period and found = 'known' and installed_on is not null
),

machines_met as (
    select distinct customer_no, company_no, serial_no from spans where reached >= service_start
),

suspects as (
    select s.* from spans s semi join machines_met using (customer_no, company_no, serial_no)
),

pairs as (
    select
        l.customer_no, l.company_no, l.serial_no, l.seq, e.seq as earlier_seq,
        greatest(l.service_start, e.service_start) as first_day,
        least(l.service_end, e.service_end) as last_day
    from suspects l
    join suspects e
        on e.customer_no = l.customer_no and e.company_no = l.company_no
        and e.serial_no = l.serial_no and e.contract_no is not distinct from l.contract_no
        and e.same_charge = l.same_charge and e.seq < l.seq
        and e.service_start <= l.service_end and e.service_end >= l.service_start
)

select * from pairs
order by customer_no, company_no, serial_no, seq, earlier_seq
