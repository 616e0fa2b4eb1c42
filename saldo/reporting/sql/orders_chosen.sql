-- One row per order line that the filters choose, as it stood at $as_of (rules 19, 20, 21). Status
-- `due` is what on time is counted over: lines whose date by the baseline fell from $start to $end
-- and has been met or has passed; else the period is of order dates.
-- stands on: order_state
with dated as (
    select
        *,
        case $baseline
            when 'requested' then requested
            when 'first_confirmed' then first_confirmed
            else latest_confirmed
        end as baseline_date
    from order_state
),
chosen as (
    select * exclude (baseline_date)
    from dated
    where ($status = 'due' or $start is null or ordered_on >= $start)
        and ($status = 'due' or $end is null or ordered_on <= $end)
        and ($currency is null or currency = $currency)
        and ($site is null or site_no = $site)
        and (
            $search is null
            or contains(lower(concat_ws(' ', order_no, purchase_order, description)), $search)
        )
        and case $status
            when 'open' then completed is null and cancelled is null
            when 'late' then is_late
            when 'slipped' then slips > 0 and completed is null and cancelled is null
            when 'delivered' then completed is not null
            when 'cancelled' then cancelled is not null
            when 'due' then cancelled is null
                and baseline_date between $start and $end
                and (completed is not null or baseline_date < $as_of)
            else true
        end
)
select * from chosen
