-- One row per customer, currency, month of service, category, contract and month of issue: cost.
-- Key: customer_no, currency, month, category, contract_no, billed_in (the first day of the month
-- of issue: a day in the past did not know it yet). Net, plus the VAT the customer cannot recover
-- (rule 28). A line's cost is spread over its service period by days, in the currency's minor
-- units, the parts summing to it exactly; without a period (or with one that ends before it starts,
-- or spans more than ten years) it falls in the month of issue. A document without lines counts as
-- one line. Interest invoices stand outside (rule 4); so do lines left of a cancelled document.
-- Checks: sum(amount) per customer and currency = the cost of the lines.
with lines as (
    select
        l.customer_no, l.currency, l.company_no, i.issue_date, l.service_start, l.service_end,
        coalesce(l.category, p.category) as category,
        coalesce(l.contract_no, i.contract_no) as contract_no, l.net_amount as net,
        coalesce(l.vat_amount, 0) as vat
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    join invoice_status s using (company_no, class, invoice_no)
    left join products p on p.product_no = l.product_no
    where l.class <> 'interest_invoice' and (i.amount <> 0 or s.line_net = 0)
    union all
    select
        i.customer_no, i.currency, i.company_no, i.issue_date, null as service_start,
        null as service_end, null as category, i.contract_no,
        coalesce(i.net_amount, i.amount - coalesce(i.vat_amount, 0)) as net,
        coalesce(i.vat_amount, 0) as vat
    from invoices i
    join invoice_status s using (company_no, class, invoice_no)
    where i.class <> 'interest_invoice' and s.lines = 0
),

costs as (
    select
        l.* exclude (category, vat), coalesce(l.category, c.category, 'other') as category,
        coalesce(m.minor_units, 2) as minor_units,
        case
            when u.recoverable_vat_share < 1 then cast(l.vat as decimal(28, 4))
                * cast(1 - u.recoverable_vat_share as decimal(11, 10))
        end as vat_cost,
        coalesce(
            l.service_end >= l.service_start and l.service_end - l.service_start < 3660
                and year(l.service_start) between 1900 and 2189, false
        ) as has_period
    from lines l
    left join contracts c using (company_no, contract_no)
    left join customers u on u.customer_no = l.customer_no
    left join rules.currencies m on m.currency = l.currency
),

charges as (
    select
        customer_no, currency, category, contract_no, minor_units,
        cast(date_trunc('month', issue_date) as date) as billed_in,
        case when has_period then service_start else issue_date end as first_day,
        case when has_period then service_end else issue_date end as last_day,
        case
            when vat_cost is null then net
            when minor_units = 0 then cast(net + round(vat_cost, 0) as decimal(18, 4))
            when minor_units = 3 then cast(net + round(vat_cost, 3) as decimal(18, 4))
            else cast(net + round(vat_cost, 2) as decimal(18, 4))
        end as cost
    from costs
),

within_a_month as (
    select
        customer_no, currency, category, contract_no, billed_in,
        cast(date_trunc('month', first_day) as date) as month, cost as amount
    from charges
    where date_trunc('month', first_day) = date_trunc('month', last_day)
),

-- whole numbers from here: ten-thousandths of a unit, and how many make the smallest coin
months_of_charges as (
    select
        c.* exclude (cost, minor_units),
        cast(cast(cost as decimal(28, 4)) * 10000 as hugeint) as whole,
        case minor_units when 0 then 10000 when 3 then 10 else 100 end as coin,
        last_day - first_day + 1 as days,
        unnest(range(
            year(first_day) * 12 + month(first_day) - 1, year(last_day) * 12 + month(last_day)
        )) as month_no
    from charges c
    where date_trunc('month', first_day) <> date_trunc('month', last_day)
),

days_reached as (
    select
        c.*, m.month, greatest(m.month, c.first_day) - c.first_day as days_before,
        least(m.last_day, c.last_day) - c.first_day + 1 as days_after
    from months_of_charges c
    join rules.months m using (month_no)
),

-- what is reached after so many days, half away from zero; a part is the step between two of them
parts as (
    select
        customer_no, currency, category, contract_no, billed_in, month,
        case
            when days_after = days then whole
            else sign(whole) * coin
                * ((2 * abs(whole) * days_after + days * coin) // (2 * days * coin))
        end - sign(whole) * coin
            * ((2 * abs(whole) * days_before + days * coin) // (2 * days * coin)) as whole
    from days_reached
),

monthly as (
    select customer_no, currency, category, contract_no, billed_in, month, amount
    from within_a_month
    union all
    select
        customer_no, currency, category, contract_no, billed_in, month,
        cast(cast(whole as decimal(22, 0)) * 0.0001 as decimal(18, 4)) as amount
    from parts
),

spend as (
    select
        customer_no, currency, month, category, contract_no, billed_in,
        cast(sum(amount) as decimal(18, 4)) as amount, contract_no is not null as known
    from monthly
    group by customer_no, currency, month, category, contract_no, billed_in
)

select * from spend
order by customer_no, month
