-- One row per payment that names no customer: its newest version (rule 37).
-- Key: company_no, payment_no.
-- In the control totals, in no customer's scope.
with repeated as (
    select company_no, payment_no
    from staging.payments
    group by company_no, payment_no
    having count(*) > 1
),

versions as (
    select *, row_number() over (
        partition by company_no, payment_no
        order by _version desc nulls last, _load desc, _file desc, _line desc
    ) as age
    from staging.payments
    semi join repeated using (company_no, payment_no)
    union all
    select *, 1 as age
    from staging.payments
    anti join repeated using (company_no, payment_no)
),

kept as (
    select
        company_no, payment_no, kind, customer_no, payment_date, currency, amount, reference,
        bank_reference, note
    from versions
    where age = 1
)

select * from kept
where customer_no is null
order by company_no, payment_no
