-- One row per machine carried out by $as_of that service periods after the end of its liability were
-- billed for, with what they sum to without VAT, credits taken off (rule 26). A machine without a
-- notice is left out: its liability has not ended.
with returned as (
    select m.customer_no, m.company_no, m.serial_no, m.model, m.contract_no, m.removed_on
    from machines m
    join scope using (customer_no)
    where m.removed_on <= $as_of
),
terms as (
    select c.customer_no, c.company_no, c.contract_no, c.liability,
        coalesce(c.notice_months, 0) as notice_months
    from contracts c
    join scope using (customer_no)
),
notices as (
    select n.customer_no, n.company_no, n.contract_no, n.serial_no, n.given_on, n.effective_on
    from contract_notices n
    join scope using (customer_no)
    where n.given_on <= $as_of
),
ended as (
    select
        r.customer_no,
        r.company_no,
        r.serial_no,
        r.model,
        r.contract_no,
        r.removed_on,
        min(coalesce(
            n.effective_on,
            case t.liability
                when 'month_end' then last_day(n.given_on + to_months(t.notice_months))
                else cast(n.given_on + to_months(t.notice_months) as date)
            end
        )) as liable_until
    from returned r
    join terms t using (customer_no, company_no, contract_no)
    join notices n
        on n.customer_no = r.customer_no
        and n.company_no = r.company_no
        and n.contract_no = r.contract_no
        and (n.serial_no is null or n.serial_no = r.serial_no)
    group by r.customer_no, r.company_no, r.serial_no, r.model, r.contract_no, r.removed_on
),
billed as (
    select l.customer_no, l.company_no, l.class, l.invoice_no, l.serial_no, l.currency,
        l.net_amount, l.service_start
    from invoice_lines l
    join scope using (customer_no)
    where l.serial_no is not null
),
issued as (
    select i.customer_no, i.company_no, i.class, i.invoice_no
    from invoices i
    join scope using (customer_no)
    where i.issue_date <= $as_of
)
select
    e.customer_no,
    e.company_no,
    e.serial_no,
    e.model,
    e.contract_no,
    e.removed_on,
    e.liable_until,
    b.currency,
    cast(sum(b.net_amount) as decimal(18, 4)) as amount,
    max(b.service_start) as last_service_start
from ended e
join billed b using (customer_no, company_no, serial_no)
join issued i using (customer_no, company_no, class, invoice_no)
where b.service_start > e.liable_until
group by e.customer_no, e.company_no, e.serial_no, e.model, e.contract_no, e.removed_on,
    e.liable_until, b.currency
having sum(b.net_amount) > 0
order by amount desc, e.serial_no
