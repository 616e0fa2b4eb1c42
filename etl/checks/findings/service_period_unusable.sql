-- A service period that ends before it starts or spans ten years: the issue month takes the line.
select
    'warning', customer_no, invoice_no,
    json_object(
        'line_no', line_no, 'service_start', cast(service_start as varchar),
        'service_end', cast(service_end as varchar)
    )
from invoice_lines
where service_end < service_start or service_end - service_start >= 3660
