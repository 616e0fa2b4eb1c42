-- One row per account in scope: the first month of its fiscal year, January where none is stated.
with accounts as (
    select c.customer_no, coalesce(c.fiscal_year_start, 1) as first_month
    from customers c
    join scope using (customer_no)
)
select * from accounts
