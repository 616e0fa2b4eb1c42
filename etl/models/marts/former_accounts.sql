-- One row per company and account to pay to that its register held in an earlier version (rule 15).
-- Key: company_no, account. A company whose accounts never changed has none.
with held as (
    select company_no, unnest([bankgiro, iban]) as account
    from staging.companies
),

standing as (
    select company_no, unnest([bankgiro, iban]) as account
    from companies
),

former as (
    select distinct h.company_no, h.account
    from held h
    anti join standing using (company_no, account)
    where h.account is not null
)

select * from former
order by company_no, account
