-- One row per kind of signal that may stand at $as_of, notices $soon days ahead: what is worth asking.
with due as (
    select s.kind
    from signal_days s
    join scope using (customer_no)
    where s.from_on <= $as_of + if(s.kind = 'notice', cast($soon as integer), 0) and s.to_on >= $as_of
)
select distinct kind from due
