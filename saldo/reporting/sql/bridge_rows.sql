-- One row per ledger entry from $start to $as_of behind a step of the bridge, or behind all (rule 9).
-- stands on: entry_steps
with listed as (
    select *
    from entry_steps
    where entry_date >= $start and ($step is null or step = $step)
)
select
    customer_no,
    company_no,
    currency,
    entry_date,
    step,
    kind,
    class,
    document_no,
    cast(amount as decimal(18, 4)) as amount
from listed
order by currency, entry_date, document_no, customer_no
