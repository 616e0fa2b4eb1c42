-- One row per customer and account above it, the customer itself included (rule 32: groups).
-- Key: customer_no, ancestor_no. `union` keeps a circle of parents from running for ever.
with recursive ancestry as (
    select customer_no, customer_no as ancestor_no
    from customers
    union
    select ancestry.customer_no, customers.parent_no as ancestor_no
    from ancestry
    join customers on customers.customer_no = ancestry.ancestor_no
    where customers.parent_no is not null
)

select * from ancestry
order by customer_no, ancestor_no
