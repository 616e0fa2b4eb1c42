-- One row per account, currency and month of payment from $start to $as_of: what was paid, and its
-- days beyond terms and days to pay times the amounts (rule 17). $closed_days are days without banking and
-- $open_days the next with; a due date among them is late only after that (rule 15).
-- stands on: paid_parts
with closed as (
    select
        unnest($closed_in::varchar[]) as country,
        unnest($closed_days::date[]) as day,
        unnest($open_days::date[]) as opens
),
timed as (
    select
        p.customer_no,
        p.currency,
        date_trunc('month', p.paid_on)::date as month,
        p.amount,
        p.paid_on - p.issued_on as to_pay,
        case
            when p.paid_on <= p.due_date or c.opens is null then p.paid_on - p.due_date
            else greatest(p.paid_on - c.opens, 0)
        end as beyond
    from paid_parts p
    left join companies m on m.company_no = p.company_no
    left join closed c on c.day = p.due_date and c.country = coalesce(m.country, '')
    where p.paid_on >= $start
)
select
    customer_no,
    currency,
    month,
    count(*) as parts,
    cast(sum(amount) as decimal(18, 4)) as paid,
    cast(sum(amount * beyond) as decimal(38, 4)) as amount_days_beyond,
    cast(sum(amount * to_pay) as decimal(38, 4)) as amount_days_to_pay
from timed
group by customer_no, currency, month
order by currency, month, customer_no
