-- An allocation of nothing or less: it settles nothing; a reversal is a later version with less.
select
    'warning', cast(null as varchar), allocation_no,
    json_object(
        'source_no', source_no, 'target_no', target_no, 'amount', cast(amount as varchar)
    )
from allocation_rows
where amount <= 0
