-- One row per site with a country, and one per customer without a site: its own country (rule 22).
with places as (
    select s.customer_no, s.site_no, s.country
    from sites s
    join scope using (customer_no)
),
homes as (
    select c.customer_no, null as site_no, c.country
    from customers c
    join scope using (customer_no)
)
select * from (from places union all from homes)
where country is not null
order by customer_no, site_no nulls first
