-- One row per line that bills a machine, right or wrong, and per machine that was never billed: the
-- billed days beside the machine's billable ones (rules 26, 27), without VAT. `days_outside` are
-- billed days before or after the billable interval, `difference` is billed less correct.
-- stands on: billing_found
with compared as (
    select
        *,
        if(service_end >= service_start, service_end - service_start + 1, null) as billed_days,
        greatest(
            least(service_end, coalesce(billable_to, service_end))
            - greatest(service_start, coalesce(billable_from, service_start)) + 1,
            0
        ) as days_inside
    from billing_found
    where outcome not in ('removed_without_notice')
        and (invoice_no is not null or outcome = 'never_billed')
        and ($outcome is null or outcome = $outcome)
)
select
    customer_no,
    company_no,
    serial_no,
    model,
    site_no,
    site_name,
    contract_no,
    class,
    invoice_no,
    line_no,
    issue_date,
    service_start,
    service_end,
    billable_from,
    billable_to,
    if(invoice_no is null, 0, billed_days) as billed_days,
    if(invoice_no is null or billable_from is null, null, billed_days - days_inside) as days_outside,
    outcome,
    reason,
    currency,
    billed_amount,
    if(invoice_no is null, expected_amount, correct_amount) as correct_amount,
    cast(
        coalesce(billed_amount, 0) - if(invoice_no is null, expected_amount, correct_amount)
        as decimal(18, 4)
    ) as difference
from compared
order by
    customer_no, serial_no, service_start nulls last, invoice_no nulls last,
    try_cast(line_no as integer) nulls last, line_no
