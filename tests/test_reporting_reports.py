"""The registry of reports, and the SQL behind it."""

from __future__ import annotations

import polars as pl
import pytest

from saldo.reporting import Books
from saldo.reporting.questions import UnknownQuestion, question
from saldo.reporting.reports import REPORTS
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on

NAMES = [
    "balance",
    "balance-trend",
    "open-items",
    "ageing",
    "statement",
    "invoices",
    "invoice-lines",
    "payments",
    "orders",
    "arrivals",
    "delivery-weeks",
    "on-time",
    "lead-times",
    "delivered-not-invoiced",
    "invoiced-not-delivered",
    "budget",
    "cash",
    "cash-weeks",
    "billing-check",
    "claims",
    "payments-settled",
    "budget-lines",
    "analysis-lines",
    "billed-installed",
    "pay-now",
    "open-credits",
    "due-calendar",
    "bridge",
    "payment-behaviour",
    "reporting-value",
    "contracts",
    "contract-deadlines",
    "contract-costs",
    "machines",
    "maintenance",
    "machine-moves",
    "change-requests",
]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return books_of(
        tmp_path_factory.mktemp("reports"),
        invoices="""
            invoice_no customer_no issue_date currency amount
            F1 C1 2026-01-01 SEK 100""",
        customers="""
            customer_no name
            C1 Acme
            C2 Quiet""",
    )


def test_the_reports_of_the_command_line_are_these() -> None:
    assert list(REPORTS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_report_has_its_columns_with_rows_and_without(books: Books, name: str) -> None:
    report = REPORTS[name]

    for scope in (ACME, Scope(customers=("C2",)), Scope()):
        assert tuple(report.run(books, scope, on("2026-06-30")).columns) == report.columns


@pytest.mark.parametrize("name", NAMES)
def test_every_row_with_an_amount_names_customer_and_currency(books: Books, name: str) -> None:
    report = REPORTS[name]

    assert "customer_no" in report.columns
    assert "currency" in report.columns or not report.totals
    assert set(report.totals) <= set(report.columns)


@pytest.mark.parametrize("name", NAMES)
def test_no_amount_becomes_a_float(books: Books, name: str) -> None:
    """Rule 1."""
    answer = REPORTS[name].run(books, ACME, on("2026-06-30"))

    assert not [column for column, kind in answer.schema.items() if kind.is_float()]


def test_asking_twice_gives_the_same_rows_in_the_same_order(books: Books) -> None:
    for report in REPORTS.values():
        first, second = (report.run(books, ACME, on("2026-06-30")) for _ in range(2))
        assert first.equals(second)


def test_a_question_brings_along_what_it_stands_on_each_once() -> None:
    sql = question("balance").sql

    for part in ("open_amounts", "standing_disputes", "disputed_documents"):
        assert sql.count(f"{part} as (") == 1


def test_an_unknown_question_is_a_programs_error() -> None:
    with pytest.raises(UnknownQuestion):
        question("nothing")


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_summed_has_the_warehouses_money_type(books: Books, name: str) -> None:
    answer = REPORTS[name].run(books, ACME, on("2026-06-30"))

    assert {answer.schema[column] for column in REPORTS[name].totals} <= {pl.Decimal(18, 4)}
