-- One row per contract that the filters choose, how it stands at $as_of, what it covers and costs
-- without VAT: those whose notice falls due first, then those that end, then the rest (rules 24, 25).
-- stands on: contract_state, charges_ahead, contract_places, contract_spend
with covered as (
    select
        customer_no, company_no, contract_no, count(distinct serial_no) as machines,
        count(distinct site_no) as sites, list(distinct site_no) as site_nos,
        string_agg(distinct lower(serial_no), ' ') as serials
    from contract_places
    group by customer_no, company_no, contract_no
),
costs as (
    select
        customer_no, company_no, contract_no, sum(monthly_amount) filter (start_on <= $as_of) as monthly_amount,
        sum(committed) as committed, sum(renewal_cost) as renewal_cost
    from charges_ahead
    group by customer_no, company_no, contract_no
),
chosen as (
    select
        s.*,
        coalesce(c.machines, 0) as machines,
        coalesce(c.sites, 0) as sites,
        c.site_nos,
        c.serials
    from contract_state s
    left join covered c using (customer_no, company_no, contract_no)
)
select
    h.customer_no,
    h.company_no,
    h.contract_no,
    h.name,
    h.category,
    h.currency,
    h.state,
    h.start_on,
    h.end_on,
    h.committed_to as term_end,
    h.last_notice_day,
    h.notice_months,
    h.renews,
    h.renewal_months,
    h.renewed_to,
    h.noticed_on,
    h.machines,
    h.sites,
    cast(coalesce(k.monthly_amount, 0) as decimal(18, 4)) as monthly_amount,
    cast(coalesce(p.billed, 0) as decimal(18, 4)) as billed,
    cast(coalesce(p.billed_year, 0) as decimal(18, 4)) as billed_year,
    cast(coalesce(k.committed, 0) as decimal(18, 4)) as committed,
    cast(coalesce(k.renewal_cost, 0) as decimal(18, 4)) as renewal_cost
from chosen h
left join costs k using (customer_no, company_no, contract_no)
left join contract_spend p using (customer_no, company_no, contract_no, currency)
where ($currency is null or h.currency = $currency)
    and ($category is null or h.category = $category)
    and ($site is null or list_contains(h.site_nos, $site))
    and (
        $search is null
        or contains(lower(concat_ws(' ', h.contract_no, h.name, h.serials)), $search)
    )
    and case $status
        when 'current' then h.state <> 'ended'
        when 'notice' then h.last_notice_day <= $as_of + 365 and h.state <> 'ended'
        when 'ended' then h.state = 'ended'
        else true
    end
order by
    h.state = 'ended',
    h.last_notice_day nulls last,
    h.committed_to nulls last,
    h.customer_no,
    h.contract_no,
    h.company_no
