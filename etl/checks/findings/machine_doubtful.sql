-- What is odd about a machine, so that the billing check claims nothing for it (rule 27).
select
    'warning', customer_no, serial_no,
    json_object(
        'reason', doubt, 'installed_on', cast(installed_on as varchar),
        'removed_on', cast(removed_on as varchar)
    )
from machine_states
where doubt is not null
