-- One row per machine that the filters choose, as it stands at $as_of, by site (rules 23, 26).
-- stands on: contract_state, charges_ahead, machine_now
with lines as (
    select l.customer_no, l.company_no, l.class, l.invoice_no, l.serial_no, l.net_amount
    from invoice_lines l
    join scope using (customer_no)
    where l.serial_no is not null
),
documents as (
    select i.customer_no, i.company_no, i.class, i.invoice_no, i.currency
    from invoices i
    join scope using (customer_no)
    where i.class <> 'interest_invoice' and i.issue_date <= $as_of
),
billed as (
    select l.customer_no, l.company_no, l.serial_no, d.currency, sum(l.net_amount) as billed
    from lines l
    join documents d using (customer_no, company_no, class, invoice_no)
    group by l.customer_no, l.company_no, l.serial_no, d.currency
),
aged as (
    select
        *,
        case
            when status in ('installed', 'removed') then
                date_diff('month', installed_on, coalesce(removed_on, $as_of))
                - (day(coalesce(removed_on, $as_of)) < day(installed_on))::integer
        end as age_months
    from machine_now
)
select
    a.customer_no,
    a.company_no,
    a.serial_no,
    a.model,
    a.product_no,
    a.site_no,
    a.site_name,
    a.status,
    a.installed_on,
    a.removed_on,
    a.age_months,
    a.moves,
    a.contract_no,
    a.contract_count,
    a.noticed_on,
    a.liable_to,
    a.warranty,
    a.warranty_until,
    a.cover,
    a.level,
    a.hours,
    a.covered_from,
    a.covered_to,
    a.cover_ended,
    a.last_service,
    a.next_service,
    a.currency,
    cast(a.purchase_price as decimal(18, 4)) as purchase_price,
    cast(coalesce(b.billed, 0) as decimal(18, 4)) as billed,
    cast(coalesce(a.monthly_amount, 0) as decimal(18, 4)) as monthly_amount,
    cast(a.estimate as decimal(18, 4)) as estimate,
    a.basis as estimated_from,
    a.comparable,
    a.doubt as reason
from aged a
left join billed b
    on b.customer_no = a.customer_no and b.company_no = a.company_no
    and b.serial_no = a.serial_no and b.currency = a.currency
where ($currency is null or a.currency = $currency)
    and ($site is null or a.site_no = $site)
    and ($model is null or coalesce(a.model, a.product_no) = $model)
    and ($contract is null or list_contains(string_split(a.contract_no, ', '), $contract))
    and (
        $search is null
        or contains(
            lower(concat_ws(' ', a.serial_no, a.model, a.product_no, a.contract_no, a.site_name)),
            $search
        )
        or (length($plain) > 1 and contains(a.plain_serial, $plain))
    )
    and case $status
        when 'installed' then a.status = 'installed'
        when 'removed' then a.status = 'removed'
        when 'covered' then a.cover in ('covered', 'cover_ending')
        when 'uncovered' then a.cover in ('uncovered', 'cover_ended')
        when 'warranty' then a.status = 'installed' and a.warranty = 'warranty_soon'
        when 'no_contract' then a.status = 'installed' and a.contract_no is null
        when 'odd' then a.doubt is not null
        else true
    end
order by a.site_name nulls last, a.site_no nulls last, a.model, a.customer_no, a.serial_no, a.company_no
