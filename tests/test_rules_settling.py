"""Allocations: accounts, currencies, instalments, due dates, disputes (rules 12 to 14)."""

import pytest

from etl import checks
from tests.staging import built, rows, texts

BOOKS = ("item_events", "ledger_entries", "daily_balance", "invoice_status", "disputes")
LAST = "from daily_balance where until > '9999-01-01' order by customer_no, currency"
PLACED = """
    select source_no, target_no, instalment_no, amount, customer_no, currency
    from allocations order by effective_on, allocation_no, target_item_id
"""
OPEN = """
    select i.document_no, i.instalment_no, due_date, sum(e.amount) as open
    from item_events e join items i using (item_id, due_date)
    where event_date <= cast($as_of as date) and e.closed_on > cast($as_of as date)
    group by i.document_no, i.instalment_no, due_date
    order by i.document_no, due_date, i.instalment_no
"""


def test_rule_12_another_payer_settles_by_a_transfer_pair_that_nets_to_zero() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          DAUGHTER    2026-01-10 SEK      100
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         MOTHER      2026-02-01   SEK      130
        """,
        allocations="""
            allocation_no source_no target_no amount applied_on
            A1            P1        1         100    2026-02-05
        """,
    )

    transfers = "select customer_no, entry_date, amount from ledger_entries where kind = 'transfer'"
    assert texts(con, f"{transfers} order by 1") == [
        "DAUGHTER 2026-02-05 -100",
        "MOTHER 2026-02-05 100",
    ]
    assert texts(con, f"select customer_no, balance {LAST}") == [
        "DAUGHTER 0",
        "MOTHER -30",
    ]
    assert texts(con, PLACED) == ["A1 1 - 100 DAUGHTER SEK", "P1 A1 - 100 MOTHER SEK"]


def test_rule_12_another_currency_settles_by_an_exchange_pair_at_the_banks_amounts() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-10 SEK      1160
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-01   EUR      100
        """,
        settlements="""
            settlement_no kind                customer_no settled_on currency amount
            X1            exchange_difference C1          2026-02-01 SEK      -10
        """,
        allocations="""
            allocation_no source_class source_no target_no amount source_amount
            A1            payment      P1        1         1150   100
            A2            settlement   X1        1         10     -
        """,
    )

    assert texts(con, "select currency, amount from ledger_entries where kind = 'exchange'") == [
        "SEK -1150",
        "EUR 100",
    ]
    assert texts(con, f"select currency, balance {LAST}") == [
        "EUR 0",
        "SEK 0",
    ]
    assert rows(con, "select count(*) from items where closed_on > '9999-01-01'") == [(0,)]


def test_rule_12_another_payer_in_another_currency_takes_both_pairs() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          DAUGHTER    2026-01-10 SEK      1150
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         MOTHER      2026-02-01   EUR      100
        """,
        allocations="""
            allocation_no source_no target_no amount source_amount
            A1            P1        1         1150   100
        """,
    )
    found = checks.run(con)

    pairs = "select customer_no, kind, currency, amount from paired_items order by all"
    assert texts(con, pairs) == [
        "DAUGHTER exchange EUR 100",
        "DAUGHTER exchange SEK -1150",
        "DAUGHTER transfer EUR -100",
        "MOTHER transfer EUR 100",
    ]
    assert rows(con, "select count(*) from items where closed_on > '9999-01-01'") == [(0,)]
    assert found == 1
    assert texts(con, "select code from meta.findings") == ["derived_due_date"]


def test_rule_12_what_the_bank_gave_over_the_invoice_stays_as_an_open_exchange_credit() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-10 SEK      1140
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-01   EUR      100
        """,
        allocations="""
            allocation_no source_no target_no amount source_amount
            A1            P1        1         1150   100
        """,
    )

    left = "select kind, currency, amount from items where closed_on > '9999-01-01'"
    assert texts(con, left) == ["exchange SEK -1150"]
    assert texts(con, f"select currency, balance {LAST}") == [
        "EUR 0",
        "SEK -10",
    ]


def test_an_exchange_without_the_banks_amount_is_left_out_and_found() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-10 SEK      1140
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-01   EUR      100
        """,
        allocations="""
            allocation_no source_no target_no amount
            A1            P1        1         1140
        """,
    )
    checks.run(con)

    assert rows(con, "select count(*) from allocations") == [(0,)]
    found = "select code, customer_no, subject from meta.findings where code like 'exchange%'"
    assert texts(con, found) == ["exchange_without_amount C1 A1"]


@pytest.mark.parametrize(
    ("due_date", "terms_days", "due", "derived"),
    [
        ("2026-03-15", "30", "2026-03-15", "False"),
        ("-", "30", "2026-01-31", "True"),
        ("-", "-", "2026-01-01", "True"),
    ],
)
def test_rule_13_no_due_date_means_invoice_date_and_terms_flagged(
    due_date: str, terms_days: str, due: str, derived: str
) -> None:
    con = built(
        wanted=BOOKS,
        customers=f"""
            customer_no name terms_days
            C1          C1   {terms_days}
        """,
        invoices=f"""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-01 {due_date} SEK      100
        """,
    )

    assert texts(con, "select due_date, due_derived from items") == [f"{due} {derived}"]


def test_rule_13_instalments_age_one_by_one_and_the_oldest_is_settled_first() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-01 2026-01-31 SEK      300
        """,
        instalments="""
            invoice_no instalment_no due_date   amount
            1          B             2026-03-31 100
            1          A             2026-02-28 100
            1          C             2026-04-30 100
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-20   SEK      150
        """,
        allocations="""
            allocation_no source_no target_no amount
            A1            P1        1         150
        """,
    )

    assert texts(con, PLACED) == ["P1 1 A 100 C1 SEK", "P1 1 B 50 C1 SEK"]
    assert texts(con, OPEN, as_of="2026-02-20") == ["1 B 2026-03-31 50", "1 C 2026-04-30 100"]
    assert texts(con, "select amount from ledger_entries where class = 'invoice'") == ["300"]


def test_rule_13_an_allocation_that_names_its_instalment_settles_that_one() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-01 SEK      300
        """,
        instalments="""
            invoice_no instalment_no due_date   amount
            1          A             2026-02-28 100
            1          B             2026-03-31 200
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-02-01   SEK      60
            P2         C1          2026-02-02   SEK      120
        """,
        allocations="""
            allocation_no source_no target_no instalment_no amount
            A1            P1        1         B             60
            A2            P2        1         -             120
        """,
    )

    assert texts(con, PLACED) == ["P1 1 B 60 C1 SEK", "P2 1 A 100 C1 SEK", "P2 1 B 20 C1 SEK"]


@pytest.mark.parametrize(
    ("amount", "items"),
    [
        ("250", ["A 2026-02-28 100", "B 2026-03-31 150"]),
        ("100", ["A 2026-02-28 100"]),
        ("320", ["- 2026-01-31 20", "A 2026-02-28 100", "B 2026-03-31 200"]),
    ],
)
def test_rule_13_instalments_always_sum_to_their_document(amount: str, items: list[str]) -> None:
    con = built(
        wanted=BOOKS,
        invoices=f"""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-01 2026-01-31 SEK      {amount}
        """,
        instalments="""
            invoice_no instalment_no due_date   amount
            1          A             2026-02-28 100
            1          B             2026-03-31 200
        """,
    )

    assert texts(con, "select instalment_no, due_date, amount from items order by 2") == items


def test_rule_13_a_credit_note_settles_a_later_invoice_from_that_invoices_date() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            class       invoice_no customer_no issue_date currency amount
            credit_note K1         C1          2026-01-10 SEK      -80
            invoice     1          C1          2026-02-01 SEK      100
        """,
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1            credit_note  K1        1         80     2026-01-15
        """,
    )

    assert texts(con, "select effective_on, amount from allocations") == ["2026-02-01 80"]
    assert texts(con, "select document_no, closed_on from items order by 1") == [
        "1 9999-12-31",
        "K1 2026-02-01",
    ]


def test_rule_13_an_overpayment_is_unapplied_cash() -> None:
    con = built(
        wanted=BOOKS,
        invoices="""
            invoice_no customer_no issue_date due_date   currency amount
            1          C1          2026-01-01 2026-01-31 SEK      100
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-01-20   SEK      150
        """,
        allocations="""
            allocation_no source_no target_no amount
            A1            P1        1         150
        """,
    )
    unapplied = "select sum(amount) from item_events where due_date is null"

    assert texts(con, PLACED) == ["P1 1 - 100 C1 SEK"]
    assert texts(con, unapplied) == ["-50"]


def test_a_source_gives_and_a_target_takes_in_order_of_effect_until_it_is_used_up() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-01 SEK      100
            2          C1          2026-01-01 SEK      100
        """,
        payments="""
            payment_no customer_no payment_date currency amount
            P1         C1          2026-01-20   SEK      120
            P2         C1          2026-01-20   SEK      90
        """,
        allocations="""
            allocation_no source_no target_no amount applied_on
            A1            P1        1         80     2026-02-02
            A2            P1        2         60     2026-02-01
            A3            P2        2         90     2026-02-03
        """,
    )
    checks.run(con)

    assert texts(con, PLACED) == ["P1 2 - 60 C1 SEK", "P1 1 - 60 C1 SEK", "P2 2 - 40 C1 SEK"]
    found = "select subject, params->>'settled' from meta.findings where code = 'over_allocated'"
    assert texts(con, f"{found} order by 1") == ["A1 60", "A3 40"]


def test_rule_14_a_dispute_stands_on_the_account_and_currency_of_its_document() -> None:
    con = built(
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-10 NOK      100
        """,
        disputes="""
            dispute_no invoice_no line_no amount opened_on  closed_on
            D1         1          -       120    2026-02-01 -
            D2         1          2       30     2026-02-01 2026-03-01
        """,
    )
    checks.run(con)

    assert texts(con, "select customer_no, currency, dispute_no from disputes") == [
        "C1 NOK D1",
        "C1 NOK D2",
    ]
    found = "select code, subject, params->>'open' from meta.findings where code like 'dispute%'"
    assert texts(con, found) == ["dispute_over_open D1 100"]
