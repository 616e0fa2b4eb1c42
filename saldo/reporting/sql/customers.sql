-- One row per account in scope: who it is, its group, its rep, its fiscal year, its currencies.
with accounts as (
    select
        c.customer_no,
        c.name,
        c.organisation_no,
        c.parent_no,
        c.rep_no,
        coalesce(c.fiscal_year_start, 1) as fiscal_year_start,
        c.terms_days,
        c.credit_limit,
        c.currency,
        coalesce(c.derived, false) as derived
    from customers c
    join scope using (customer_no)
),
parents as (
    select distinct on (a.customer_no) a.customer_no, p.name as parent_name
    from accounts a
    join customers p on p.customer_no = a.parent_no
    join scope on scope.customer_no = p.customer_no
),
used as (
    select customer_no, string_agg(distinct currency, ',' order by currency) as currencies
    from daily_balance
    join scope using (customer_no)
    group by customer_no
)
select
    a.customer_no,
    a.name,
    a.organisation_no,
    a.parent_no,
    p.parent_name,
    a.rep_no,
    r.name as rep_name,
    r.email as rep_email,
    r.phone as rep_phone,
    a.fiscal_year_start,
    a.terms_days,
    a.credit_limit,
    coalesce(a.currency, u.currencies) as currency,
    coalesce(u.currencies, '') as currencies,
    a.derived
from accounts a
left join parents p using (customer_no)
left join reps r using (rep_no)
left join used u using (customer_no)
order by a.name, a.customer_no
