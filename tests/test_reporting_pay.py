"""Pay now and what open credits could settle (rules 9, 12, 14, 15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.reporting import Books
from saldo.reporting.balances import balance
from saldo.reporting.pay import open_credits, pay_now
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

# A Sunday: the next banking day is Monday the 23rd.
DAY = on("2026-11-22")
COMPANY = """
    company_no name country currency bankgiro iban
    1 Vendor SE SEK 111-1111 SE11"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return books_of(
        tmp_path_factory.mktemp("pay"),
        companies=COMPANY,
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount reference \
                payee_name payee_account original_no
            F0 invoice C1 2026-08-01 2026-08-31 SEK 70 700 - 111-1111 -
            F1 invoice C1 2026-10-01 2026-10-31 SEK 100 701 - - -
            F2 invoice C1 2026-11-01 2026-11-29 SEK 200 702 - 222-2222 -
            F3 invoice C1 2026-11-01 2026-12-06 SEK 300 703 Factor 333-3333 -
            F4 invoice C1 2026-11-02 2027-01-31 SEK 400 704 - - -
            F5 invoice C1 2026-11-02 2026-12-01 EUR 50 705 - - -
            K1 credit_note C1 2026-11-05 - SEK -30 - - - F3
            G1 invoice C2 2026-11-02 2026-12-01 SEK 999 - - - -""",
        instalments="""
            invoice_no instalment_no due_date amount
            F1 1 2026-10-31 40
            F1 2 2026-12-05 60""",
        disputes="""
            dispute_no invoice_no amount opened_on
            D1 F1 50 2026-11-01""",
        payments="""
            payment_no customer_no payment_date currency amount reference
            P0 C1 2026-08-31 SEK 70 700
            P1 C1 2026-11-10 SEK 8 -""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P0 F0 70""",
    )


def test_rule_15_a_row_says_payee_account_reference_amount_due_date_and_banking_day(
    books: Books,
) -> None:
    """F2 is due on a Sunday; F5 is in another currency: the company's IBAN."""
    rows = pay_now(books, ACME, DAY).filter(state="pay")

    said = ("document_no", "payee", "account", "reference", "to_pay", "due_date")
    assert texts(rows, *said, "last_banking_day") == [
        "F2 Vendor 222-2222 702 192 2026-11-29 2026-11-27",
        "F5 Vendor SE11 705 50 2026-12-01 2026-12-01",
        "F1 Vendor 111-1111 701 50 2026-12-05 2026-12-04",
        "F3 Factor 333-3333 703 270 2026-12-06 2026-12-04",
    ]


def test_rule_15_disputed_later_and_credit_covered_amounts_are_kept_out_with_the_reason(
    books: Books,
) -> None:
    """Of F1 50 is disputed, the first instalment whole; K1 corrects F3; P1 covers the oldest."""
    rows = pay_now(books, ACME, DAY).filter(currency="SEK")

    kept = rows.filter(rows["kept_out"] != 0)
    assert texts(kept, "document_no", "instalment_no", "state", "kept_out") == [
        "F1 1 disputed 40",
        "F2 - covered 8",
        "F1 2 disputed 10",
        "F3 - covered 30",
        "F4 - later 400",
    ]


def test_what_is_to_pay_kept_out_and_unapplied_is_the_balance(books: Books) -> None:
    """Rule 9: nothing gets lost between the two lists."""
    rows = pay_now(books, ACME, DAY).filter(currency="SEK")
    owed = balance(books, ACME, DAY).filter(currency="SEK").row(0, named=True)

    listed = sum((*rows["to_pay"], *rows["kept_out"]), Decimal(0))
    assert listed + owed["unapplied"] == owed["balance"]
    assert open_credits(books, ACME, DAY)["amount"].sum() == -owed["unapplied"]


def test_what_is_overdue_is_paid_on_the_next_banking_day(books: Books) -> None:
    rows = pay_now(books, ACME, on("2027-02-06")).filter(document_no="F4")

    assert texts(rows, "days_overdue", "last_banking_day", "pay_on") == ["6 2027-01-29 2027-02-08"]


def test_the_horizon_is_chosen_and_its_last_day_belongs_to_it(books: Books) -> None:
    soon = pay_now(books, ACME, on("2026-11-22", end=date(2026, 11, 29)))

    assert soon.filter(state="pay")["document_no"].to_list() == ["F2"]


def test_rule_15_an_account_not_paid_before_is_to_be_checked_by_phone(books: Books) -> None:
    """P0 went to 111-1111: 222-2222 and the factor's are new; the company's IBAN is not."""
    rows = pay_now(books, ACME, DAY).filter(state="pay")

    assert texts(rows, "document_no", "changed_from", "is_factored") == [
        "F2 111-1111 False",
        "F5 - False",
        "F1 - False",
        "F3 111-1111 True",
    ]


def test_once_paid_to_an_account_is_no_longer_new(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        companies=COMPANY,
        invoices="""
            invoice_no customer_no issue_date due_date currency amount payee_account
            F1 C1 2026-01-01 2026-01-31 SEK 10 111-1111
            F2 C1 2026-02-01 2026-02-28 SEK 20 222-2222
            F3 C1 2026-03-01 2026-03-31 SEK 30 222-2222""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-01-31 SEK 10
            P2 C1 2026-03-10 SEK 5""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P1 F1 10
            A2 P2 F2 5""",
    )

    flagged = {
        day: pay_now(books, ACME, on(day))["changed_from"].to_list()
        for day in ("2026-03-09", "2026-03-10")
    }

    assert flagged == {"2026-03-09": ["111-1111"] * 2, "2026-03-10": [None] * 2}


def test_a_first_invoice_to_an_account_that_the_company_does_not_list_is_flagged(
    tmp_path: Path,
) -> None:
    books = books_of(
        tmp_path,
        companies=COMPANY,
        invoices="""
            invoice_no customer_no issue_date due_date currency amount payee_account
            F1 C1 2026-01-01 2026-01-31 SEK 10 222-2222""",
    )

    assert pay_now(books, ACME, on("2026-01-05"))["changed_from"].to_list() == ["111-1111"]


def test_an_account_that_changed_in_the_register_is_flagged(tmp_path: Path) -> None:
    """A later load gives the company another bankgiro; the invoice names none itself."""
    books = books_of(
        tmp_path,
        companies="""
            company_no name country currency bankgiro _load
            1 Vendor SE SEK 111-1111 1
            1 Vendor SE SEK 999-9999 2""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-01 2026-01-31 SEK 10""",
    )

    rows = pay_now(books, ACME, on("2026-01-05"))

    assert texts(rows, "account", "changed_from") == ["999-9999 111-1111"]


def test_credits_say_what_they_could_settle_and_why(books: Books) -> None:
    """K1 corrects F3; P1 names nothing and fits the oldest that is not disputed."""
    rows = open_credits(books, ACME, DAY)

    assert texts(rows, "document_no", "settles_no", "amount", "reason") == [
        "K1 F3 30 original",
        "P1 F2 8 oldest",
    ]


def test_a_credit_without_an_invoice_stands_alone(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-11-10 SEK 8""",
    )

    rows = open_credits(books, ACME, DAY)

    assert texts(rows, "document_no", "settles_no", "amount") == ["P1 - 8"]
    assert pay_now(books, ACME, DAY).is_empty()


def test_a_groups_credits_settle_nothing_of_a_sister_account(books: Books) -> None:
    """Rule 12."""
    both = Scope(customers=("C1", "C2"))

    rows = pay_now(books, both, DAY).filter(customer_no="C2")

    assert texts(rows, "state", "to_pay") == ["pay 999"]
    assert rows["to_pay"].sum() == Decimal(999)
