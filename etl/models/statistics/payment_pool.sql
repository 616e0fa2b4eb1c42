-- One row: what the paid invoices of all accounts say of paying late. No account can be seen in it.
-- Key: none; without any paid invoice there is no row. `a_day_later`: how a delay moves for an
-- invoice issued a day later; `when_disputed`: days more; both from differences within accounts.
-- `days`: the usual delay of an invoice issued on 2000-01-01 without dispute; `strength`: as many
-- paid invoices of its own weigh as much as this for an account's mean (the variance within
-- accounts over that between them). `residuals`: 200 quantiles around an account's mean.
with numbered as (
    select
        customer_no, cast(days as double) as days, cast(issue_date - date '2000-01-01' as double)
        as issued, cast(cast(disputed as integer) as double) as disputed
    from payment_delays
),

around as (
    select
        days - avg(days) over account as days, issued - avg(issued) over account as issued,
        disputed - avg(disputed) over account as disputed
    from numbered
    window account as (partition by customer_no)
),

moments as (
    select
        sum(issued * issued) as ii, sum(disputed * disputed) as dd, sum(issued * disputed) as di,
        sum(issued * days) as iy, sum(disputed * days) as dy
    from around
),

-- the two slopes together; of one alone where the other never moves
slopes as (
    select
        case
            when ii * dd - di * di > 1e-6 * ii * dd then (iy * dd - dy * di) / (ii * dd - di * di)
            when ii > 0 then iy / ii
            else 0
        end as a_day_later,
        case
            when ii * dd - di * di > 1e-6 * ii * dd then (dy * ii - iy * di) / (ii * dd - di * di)
            when dd > 0 then dy / dd
            else 0
        end as when_disputed
    from moments
),

levelled as (
    select
        n.customer_no,
        n.days - s.a_day_later * n.issued - s.when_disputed * n.disputed as days
    from numbered n
    cross join slopes s
),

accounts as (
    select
        customer_no, count(*) as invoices, avg(days) as days, var_pop(days) * count(*) as squares
    from levelled
    group by customer_no
),

sums as (
    select
        sum(days * invoices) / sum(invoices) as days, sum(invoices) as invoices,
        sum(squares) / greatest(sum(invoices - 1), 1) as within,
        coalesce(var_samp(days), 0) as spread, avg(1.0 / invoices) as thinness
    from accounts
),

shares as (
    select
        days, invoices,
        greatest(within, 0.01) / greatest(spread - within * thinness, 0.01) as strength
    from sums
),

residuals as (
    select
        l.days - s.days - (a.days - s.days) * a.invoices / (a.invoices + s.strength) as days
    from levelled l
    join accounts a using (customer_no)
    cross join shares s
),

pool as (
    select
        s.a_day_later, s.when_disputed, h.days, h.strength, h.invoices,
        (
            select quantile_cont(days, [(place + 0.5) / 200 for place in range(200)])
            from residuals
        ) as residuals
    from slopes s
    cross join shares h
    where h.invoices > 0
)

select * from pool
