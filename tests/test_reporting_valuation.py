"""The reporting-currency view and the due calendar (rules 2, 15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from saldo.reporting import Books
from saldo.reporting.balances import balance
from saldo.reporting.calendar import due_calendar
from saldo.reporting.valuation import reporting_value
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-03-31")
FIGURES = ("currency", "open_amount", "rate", "value", "booked_value", "unrealised")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return books_of(
        tmp_path_factory.mktemp("valuation"),
        companies="""
            company_no name country currency
            1 Vendor SE SEK""",
        exchange_rates="""
            rate_date from_currency to_currency rate
            2026-01-01 EUR SEK 11
            2026-03-01 EUR SEK 11.5
            2026-04-01 EUR SEK 99
            2026-01-01 JPY SEK 0.07""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount booked_rate
            F1 invoice C1 2026-01-10 2026-02-07 SEK 1000 -
            E1 invoice C1 2026-02-10 2026-03-12 EUR 100 11.2
            E2 invoice C1 2026-02-10 2026-04-12 EUR 10.005 -
            J1 invoice C1 2026-02-10 2026-03-12 JPY 777 0.07
            K1 invoice C1 2026-02-10 2026-03-12 KWD 5 -""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-02 EUR 20""",
    )


def test_rule_2_the_view_is_open_times_the_days_rate_and_says_the_unrealised_difference(
    books: Books,
) -> None:
    """EUR 90.005 × 11.50 = 1 035.06; booked 100 × 11.20 + 10.005 × 11 − 20 × 11.50 = 1 000.06."""
    view = reporting_value(books, ACME, DAY)

    assert texts(view, *FIGURES) == [
        "EUR 90.005 11.5 1035.06 1000.06 35",
        "JPY 777 0.07 54.39 54.39 0",
        "KWD 5 - - - -",
        "SEK 1000 1 1000 1000 0",
    ]
    assert view["reporting_currency"].unique().to_list() == ["SEK"]


def test_rule_2_the_view_changes_nothing_of_what_is_owed(books: Books) -> None:
    owed = balance(books, ACME, DAY)

    view = reporting_value(books, ACME, DAY)

    assert texts(view, "currency", "open_amount") == texts(owed, "currency", "balance")


def test_another_reporting_currency_may_be_asked_for_and_a_missing_rate_is_no_zero(
    books: Books,
) -> None:
    view = reporting_value(books, ACME, on("2026-03-31", into="EUR"))

    assert texts(view, "currency", "rate", "value")[0] == "EUR 1 90.01"
    assert texts(view, "value", "unrealised")[1:] == ["- -"] * 3


def test_a_seller_without_a_currency_has_no_view(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-07 SEK 1000""",
    )

    assert reporting_value(books, ACME, DAY).is_empty()


def test_what_falls_due_stands_in_its_week_with_the_banking_day_to_pay_on(books: Books) -> None:
    """2026-02-07 is a Saturday, 2026-04-12 a Sunday; week 11 begins on 2026-03-09."""
    calendar = due_calendar(books, ACME, on("2026-03-01"))

    assert texts(calendar, "currency", "week", "due_date", "last_banking_day", "is_overdue") == [
        "EUR 2026-03-09 2026-03-12 2026-03-12 False",
        "EUR 2026-04-06 2026-04-12 2026-04-10 False",
        "JPY 2026-03-09 2026-03-12 2026-03-12 False",
        "KWD 2026-03-09 2026-03-12 2026-03-12 False",
        "SEK 2026-02-02 2026-02-07 2026-02-06 True",
    ]
