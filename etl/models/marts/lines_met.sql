-- One row per pair of lines that bill the same charge of a machine for days they share.
-- Key: line_id, earlier_id. earlier_id was billed before line_id; first_day to last_day are the days
-- shared, seq and earlier_seq their places in the order billed (rule 27: billed twice).
with comparable as (
    select *
    from billed_lines
    where has_period and found = 'known' and installed_on is not null
),

spans as (
    select
        charge_id, null as machine_bill, service_start,
        max(service_end) over (
            partition by charge_id
            order by service_start, line_id rows between unbounded preceding and 1 preceding
        ) as reached
    from comparable
    where charge_id is not null
    union all
    select
        null as charge_id, concat_ws('|', company_no, serial_no, same_bill) as machine_bill,
        service_start,
        max(service_end) over (
            partition by company_no, serial_no, same_bill
            order by service_start, line_id rows between unbounded preceding and 1 preceding
        ) as reached
    from comparable
    where charge_id is null
),

met as (
    select distinct
        case
            when charge_id is not null then concat('charge ', charge_id) else machine_bill
        end as same
    from spans
    where reached >= service_start
),

met_charges as (
    select distinct charge_id from spans where reached >= service_start and charge_id is not null
),

suspects as (
    select c.*, concat('charge ', c.charge_id) as same
    from comparable c
    semi join met_charges using (charge_id)
    union all
    select c.*, concat_ws('|', c.company_no, c.serial_no, c.same_bill) as same
    from comparable c
    where c.charge_id is null
),

ordered as (
    select
        line_id, customer_no, same, service_start, service_end, invoice_no,
        row_number() over (
            partition by same
            order by issue_date, invoice_no, try_cast(line_no as integer) nulls last, line_no
        ) as seq
    from suspects
    semi join met using (same)
),

pairs as (
    select
        l.customer_no, l.line_id, e.line_id as earlier_id, l.seq, e.seq as earlier_seq,
        e.invoice_no as earlier_no,
        greatest(l.service_start, e.service_start) as first_day,
        least(l.service_end, e.service_end) as last_day
    from ordered l
    join ordered e
        on e.same = l.same and e.seq < l.seq
        and e.service_start <= l.service_end and e.service_end >= l.service_start
)

select * from pairs
order by customer_no, line_id, earlier_seq
