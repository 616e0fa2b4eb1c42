-- One row per order line that the filters choose, as it stood at $as_of (rules 19, 20, 21).
-- stands on: order_state
with chosen as (
    select *
    from order_state
    where ($start is null or ordered_on >= $start)
        and ($end is null or ordered_on <= $end)
        and ($currency is null or currency = $currency)
        and (
            $search is null
            or contains(lower(concat_ws(' ', order_no, purchase_order, description)), $search)
        )
        and case $status
            when 'open' then completed is null and cancelled is null
            when 'late' then is_late
            when 'slipped' then slips > 0
            when 'delivered' then completed is not null
            when 'cancelled' then cancelled is not null
            else true
        end
)
select * from chosen
