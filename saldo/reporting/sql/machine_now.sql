-- One row per machine as it stands at $as_of: where, under which contract, covered or not, what it
-- costs a month without VAT, what was done to it (rules 23, 26). estimate is what maintenance of a
-- machine that has none would cost: the middle price a month of covered machines of the same model, of
-- the same account (basis own) or of all accounts in scope (basis all); comparable is their number.
-- stands on: contract_state, charges_ahead
with registered as (
    select m.*
    from machines m
    join scope using (customer_no)
),
states as (
    select s.customer_no, s.company_no, s.serial_no, s.plain_serial, s.installed_on, s.removed_on, s.doubt
    from machine_states s
    join scope using (customer_no)
),
moved as (
    select
        v.customer_no, v.company_no, v.serial_no,
        arg_max(v.to_site, v.moved_on) filter (v.moved_on <= $as_of and v.to_site is not null)
            as last_site,
        arg_min(v.from_site, v.moved_on) filter (v.moved_on > $as_of and v.from_site is not null)
            as later_from,
        count(*) filter (v.kind = 'move' and v.moved_on <= $as_of) as moves
    from machine_moves v
    join scope using (customer_no)
    group by v.customer_no, v.company_no, v.serial_no
),
covered as (
    select c.*
    from maintenance_coverage c
    join scope using (customer_no)
),
cover_now as (
    select
        customer_no, company_no, serial_no,
        arg_max(level, start_on) as level, arg_max(hours, start_on) as hours,
        arg_max(contract_no, start_on) as cover_contract, min(start_on) as covered_from,
        max(coalesce(end_on, date '9999-12-31')) as covered_to
    from covered
    where start_on <= $as_of and (end_on is null or end_on >= $as_of)
    group by customer_no, company_no, serial_no
),
cover_before as (
    select customer_no, company_no, serial_no, max(end_on) as cover_ended
    from covered
    where end_on < $as_of
    group by customer_no, company_no, serial_no
),
visits as (
    select
        v.customer_no, v.company_no, v.serial_no,
        max(v.done_on) filter (v.done_on <= $as_of) as last_service,
        min(v.planned_on) filter (v.done_on is null or v.done_on > $as_of) as next_service
    from service_visits v
    join scope using (customer_no)
    group by v.customer_no, v.company_no, v.serial_no
),
charges as (
    select h.customer_no, h.company_no, h.contract_no, h.charge_no, h.serial_no, h.noticed_on, h.liable_to
    from machine_charges h
    join scope using (customer_no)
),
charged as (
    select
        c.customer_no, c.company_no, c.serial_no,
        sum(a.monthly_amount) filter (a.start_on <= $as_of) as monthly_amount,
        min(a.currency) as charged_in,
        string_agg(distinct c.contract_no, ', ' order by c.contract_no) as contracts,
        count(distinct c.contract_no) as contract_count,
        max(c.liable_to) as liable_to,
        min(c.noticed_on) filter (c.noticed_on <= $as_of) as noticed_on
    from charges c
    join charges_ahead a using (customer_no, company_no, contract_no, charge_no)
    group by c.customer_no, c.company_no, c.serial_no
),
cover_prices as (
    select c.customer_no, c.company_no, c.serial_no, a.currency, sum(a.monthly_amount) as price
    from charges c
    join charges_ahead a using (customer_no, company_no, contract_no, charge_no)
    join cover_now n using (customer_no, company_no, serial_no)
    where a.start_on <= $as_of and (n.cover_contract is null or n.cover_contract = c.contract_no)
    group by c.customer_no, c.company_no, c.serial_no, a.currency
),
priced as (
    select
        p.customer_no, p.currency, p.price, coalesce(m.model, m.product_no) as kind
    from cover_prices p
    join registered m using (customer_no, company_no, serial_no)
    where p.price > 0
),
own_prices as (
    select customer_no, kind, currency, quantile_disc(price, 0.5) as price, count(*) as machines
    from priced
    where kind is not null
    group by customer_no, kind, currency
),
all_prices as (
    select kind, currency, quantile_disc(price, 0.5) as price, count(*) as machines
    from priced
    where kind is not null
    group by kind, currency
),
places as (
    select s.customer_no, s.site_no, s.name as site_name
    from sites s
    join scope using (customer_no)
),
agreed as (
    select customer_no, company_no, contract_no, currency
    from contract_state
    where state not in ('ended', 'upcoming')
),
known as (
    select
        m.customer_no, m.company_no, m.serial_no, s.plain_serial, m.product_no, m.model,
        coalesce(v.last_site, v.later_from, m.site_no) as site_no,
        s.installed_on,
        case when s.removed_on <= $as_of then s.removed_on end as removed_on,
        coalesce(h.contracts, g.contract_no) as contract_no,
        coalesce(h.contract_count, 0) as contract_count,
        h.liable_to, h.noticed_on, h.monthly_amount, m.warranty_until, m.purchase_price,
        coalesce(h.charged_in, g.currency, m.currency) as currency,
        coalesce(m.currency, g.currency, h.charged_in) as purchase_currency,
        s.doubt, coalesce(v.moves, 0) as moves, n.level, n.hours, n.covered_from,
        nullif(n.covered_to, date '9999-12-31') as covered_to, n.serial_no is not null as is_covered,
        b.cover_ended, w.last_service, w.next_service,
        case
            when s.installed_on is null then 'not_installed'
            when s.removed_on <= $as_of then 'removed'
            when s.installed_on > $as_of then 'planned'
            else 'installed'
        end as status
    from registered m
    join states s using (customer_no, company_no, serial_no)
    left join moved v using (customer_no, company_no, serial_no)
    left join cover_now n using (customer_no, company_no, serial_no)
    left join cover_before b using (customer_no, company_no, serial_no)
    left join visits w using (customer_no, company_no, serial_no)
    left join charged h using (customer_no, company_no, serial_no)
    left join agreed g
        on g.customer_no = m.customer_no and g.company_no = m.company_no
        and g.contract_no = m.contract_no
)
select
    k.* exclude (purchase_currency),
    p.site_name,
    case
        when k.status <> 'installed' then null
        when k.is_covered and k.covered_to <= $as_of + 90 then 'cover_ending'
        when k.is_covered then 'covered'
        when k.cover_ended is not null then 'cover_ended'
        when exists (select 1 from covered) then 'uncovered'
    end as cover,
    case
        when k.warranty_until is null then null
        when k.warranty_until < $as_of then 'warranty_over'
        when k.warranty_until <= $as_of + 90 then 'warranty_soon'
        else 'in_warranty'
    end as warranty,
    case when k.status = 'installed' and not k.is_covered then coalesce(o.price, l.price) end
        as estimate,
    case
        when k.status <> 'installed' or k.is_covered then null
        when o.price is not null then 'own'
        when l.price is not null then 'all'
    end as basis,
    case when k.status = 'installed' and not k.is_covered then coalesce(o.machines, l.machines) end
        as comparable
from known k
left join places p using (customer_no, site_no)
left join own_prices o
    on o.customer_no = k.customer_no and o.kind = coalesce(k.model, k.product_no)
    and o.currency = k.currency
left join all_prices l on l.kind = coalesce(k.model, k.product_no) and l.currency = k.currency
