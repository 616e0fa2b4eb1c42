"""Payments, refunds and returned payments, and what each was set against (rules 4, 8, 9)."""

from __future__ import annotations

import pytest

from saldo.reporting import Books
from saldo.reporting.payments import payment_allocations, payments
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-03-31")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """An overpayment given back, and a payment that the bank took back."""
    return books_of(
        tmp_path_factory.mktemp("payments"),
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-09 SEK 1000""",
        payments="""
            payment_no kind customer_no payment_date currency amount
            P1 payment C1 2026-02-01 SEK 1300
            P2 payment C1 2026-02-10 SEK 500
            R1 refund C1 2026-03-01 SEK 300
            X1 payment_return C1 2026-02-12 SEK 500""",
        allocations="""
            allocation_no source_no target_class target_no amount applied_on
            A1 P1 invoice F1 1000 2026-02-01
            A2 P1 refund R1 300 2026-03-01
            A3 P2 payment_return X1 500 2026-02-12""",
    )


def test_money_given_back_names_what_it_gave_back(books: Books) -> None:
    shown = payments(books, ACME, DAY)

    assert texts(shown, "payment_no", "kind", "amount", "applied", "unapplied", "settled") == [
        "R1 refund -300 -300 0 P1",
        "X1 payment_return -500 -500 0 P2",
        "P2 payment 500 500 0 X1",
        "P1 payment 1300 1300 0 F1, R1",
    ]


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("P1", ["2026-02-01 invoice F1 1000", "2026-03-01 refund R1 300"]),
        ("R1", ["2026-03-01 payment P1 -300"]),
        ("X1", ["2026-02-12 payment P2 -500"]),
    ],
)
def test_the_parts_of_each_come_to_what_is_applied(
    books: Books, number: str, parts: list[str]
) -> None:
    found = payment_allocations(books, ACME, DAY, company_no="1", payment_no=number)

    assert texts(found, "effective_on", "class", "document_no", "amount") == parts


def test_before_it_was_given_back_it_was_unapplied(books: Books) -> None:
    """Rule 8."""
    earlier = payments(books, ACME, on("2026-02-15"))

    assert "P1 300" in texts(earlier, "payment_no", "unapplied")
    assert payment_allocations(
        books, ACME, on("2026-02-15"), company_no="1", payment_no="R1"
    ).is_empty()


def test_another_accounts_refund_has_no_parts(books: Books) -> None:
    """Rule 32."""
    other = Scope(customers=("C2",))

    assert payment_allocations(books, other, DAY, company_no="1", payment_no="R1").is_empty()
