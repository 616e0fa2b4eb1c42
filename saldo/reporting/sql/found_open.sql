-- One row per currency: what is to be claimed by $as_of and stands in no live claim (rule 27).
-- stands on: lines_to_claim
with summed as (
    select currency, sum(claim_amount) as open_amount
    from lines_to_claim
    group by currency
)
select currency, cast(open_amount as decimal(18, 4)) as open_amount
from summed
order by currency
