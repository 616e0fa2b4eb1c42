-- One row per account in scope: who it is and where, as a statement is addressed (rule 16).
select
    c.customer_no,
    c.name,
    c.organisation_no,
    c.street,
    c.postal_code,
    c.city,
    c.country
from customers c
join scope using (customer_no)
order by c.name, c.customer_no
