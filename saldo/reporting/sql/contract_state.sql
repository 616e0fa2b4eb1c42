-- One row per contract: how it stands at $as_of (rules 25, 26). committed_to is the first last day
-- that notice given on $as_of still reaches (none without an end and a notice period); renewed_to the
-- last day of the term after it, where it renews by itself.
with agreed as (
    select c.*
    from contracts c
    join scope using (customer_no)
),
noticed as (
    select
        n.customer_no, n.company_no, n.contract_no, min(n.given_on) as noticed_on,
        min(n.ends_on) as notice_ends
    from notice_ends n
    join scope using (customer_no)
    where n.serial_no is null and n.given_on <= $as_of
    group by n.customer_no, n.company_no, n.contract_no
),
terms as (
    select r.*
    from contract_renewals r
    join scope using (customer_no)
),
first_open as (
    select
        customer_no, company_no, contract_no, min(term) as term, min(ends_on) as open_to,
        min(last_notice_day) as last_notice_day
    from terms
    where ends_on >= $as_of and coalesce(last_notice_day, ends_on) >= $as_of
    group by customer_no, company_no, contract_no
),
open_terms as (
    select o.*, t.ends_on as renewed_to
    from first_open o
    left join terms t
        on t.customer_no = o.customer_no and t.company_no = o.company_no
        and t.contract_no = o.contract_no and t.term = o.term + 1
),
from_today as (
    select
        a.customer_no, a.company_no, a.contract_no,
        case
            when a.liability = 'month_end' then m.last_day
            else least(m.month + cast(day($as_of) - 1 as integer), m.last_day)
        end as notice_reaches
    from agreed a
    join rules.months m
        on m.month_no = year($as_of) * 12 + month($as_of) - 1 + a.notice_months
    where a.end_on is null
),
known as (
    select
        a.*,
        n.noticed_on,
        case
            when n.notice_ends is not null then n.notice_ends
            when not coalesce(a.renews, false) then a.end_on
        end as ends_on,
        coalesce(n.notice_ends, o.open_to, a.end_on, t.notice_reaches) as committed_to,
        case when n.notice_ends is null then o.last_notice_day end as last_notice_day,
        case when n.notice_ends is null and a.renews then o.renewed_to end as renewed_to
    from agreed a
    left join noticed n using (customer_no, company_no, contract_no)
    left join open_terms o using (customer_no, company_no, contract_no)
    left join from_today t using (customer_no, company_no, contract_no)
)
select
    customer_no,
    company_no,
    contract_no,
    name,
    coalesce(category, 'other') as category,
    currency,
    signed_on,
    start_on,
    end_on,
    notice_months,
    coalesce(renews, false) as renews,
    case when renews then greatest(coalesce(renewal_months, 12), 1) end as renewal_months,
    liability,
    noticed_on,
    ends_on,
    cast(committed_to as date) as committed_to,
    last_notice_day,
    renewed_to,
    case
        when start_on > $as_of then 'upcoming'
        when ends_on < $as_of then 'ended'
        when noticed_on is not null then 'noticed'
        when end_on is null then 'open_ended'
        when not coalesce(renews, false) then 'fixed_term'
        when last_notice_day <= $as_of + 90 then 'notice_soon'
        else 'renewing'
    end as state
from known
