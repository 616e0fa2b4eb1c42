-- One row per item open at $as_of with whom and where to pay (rules 9, 14, 15): the account that the
-- document names, else the company's own. `changed_from` is the account paid so far, where that is
-- another; a credit carries the numbers of what it corrects or names. `disputed` is the document's.
-- stands on: open_amounts, standing_disputes, disputed_documents
with described as (
    select i.customer_no, i.company_no, i.class, i.invoice_no as document_no, i.reference,
        i.payee_name, i.payee_account, i.original_no
    from invoices i
    join scope using (customer_no)
    union all by name
    select p.customer_no, p.company_no, p.kind as class, p.payment_no as document_no, p.reference
    from payments p
    join scope using (customer_no)
),
paid as (
    select distinct a.customer_no, a.company_no, a.target_class as class,
        a.target_no as document_no, a.currency
    from allocations a
    join scope using (customer_no)
    where a.source_class = 'payment' and a.effective_on <= $as_of
),
registered as (
    select
        m.company_no,
        m.name,
        m.country,
        if(m.currency is distinct from o.currency, coalesce(m.iban, m.bankgiro),
            coalesce(m.bankgiro, m.iban)) as account,
        [m.bankgiro, m.iban] as accounts,
        o.currency
    from companies m
    cross join (select distinct currency from open_amounts) o
),
used as (
    select p.customer_no, p.company_no, p.currency,
        list(distinct coalesce(d.payee_account, r.account)) as accounts,
        arg_max(coalesce(d.payee_account, r.account), d.document_no) as latest
    from paid p
    join described d using (customer_no, company_no, class, document_no)
    left join registered r using (company_no, currency)
    group by p.customer_no, p.company_no, p.currency
),
formerly as (
    select company_no, max(account) as account
    from former_accounts
    group by company_no
),
payable as (
    select
        o.*,
        coalesce(d.payee_name, r.name) as payee,
        d.payee_name is not null as is_factored,
        coalesce(d.payee_account, if(d.payee_name is null, r.account, null)) as account,
        d.payee_account is null and d.payee_name is null as by_register,
        r.accounts as registered,
        r.country,
        d.reference,
        d.original_no,
        u.accounts as used,
        u.latest,
        f.account as former,
        coalesce(c.disputed, 0) as disputed
    from open_amounts o
    left join described d using (customer_no, company_no, class, document_no)
    left join registered r using (company_no, currency)
    left join used u using (customer_no, company_no, currency)
    left join formerly f using (company_no)
    left join disputed_documents c using (customer_no, company_no, class, document_no)
    where $currency is null or o.currency = $currency
)
select
    item_id,
    customer_no,
    company_no,
    class,
    kind,
    document_no,
    instalment_no,
    issue_date,
    due_date,
    currency,
    open_amount,
    disputed,
    payee,
    is_factored,
    account,
    country,
    reference,
    original_no,
    case
        when account is null then null
        when by_register then former
        when used is not null and not list_contains(used, account) then latest
        when used is null and not is_factored and not list_contains(registered, account)
            then coalesce(registered[1], registered[2])
    end as changed_from
from payable
order by due_date nulls last, document_no, instalment_no, customer_no
