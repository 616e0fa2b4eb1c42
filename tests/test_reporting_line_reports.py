"""Reports of lines: payments in parts, budget lines in a period, lines for a pivot, machines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from saldo.reporting import Books
from saldo.reporting.line_reports import (
    analysis_lines,
    billed_installed,
    budget_lines,
    payments_settled,
)
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = "2026-06-30"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return books_of(
        tmp_path_factory.mktemp("lines"),
        customers="""
            customer_no name fiscal_year_start
            C1 Acme 7
            C2 Other 1""",
        sites="""
            customer_no site_no name city
            C1 S1 Depot Lund""",
        contracts="""
            contract_no customer_no currency start_on name category
            A1 C1 SEK 2025-01-01 Service maintenance""",
        contract_charges="""
            contract_no charge_no serial_no amount period_months start_on
            A1 1 M1 100 1 2025-01-01
            A1 2 M2 200 1 2025-01-01""",
        machines="""
            serial_no customer_no contract_no installed_on removed_on model
            M1 C1 A1 2025-01-01 - Truck
            M2 C1 A1 2025-01-01 2026-01-10 Lift""",
        contract_notices="""
            contract_no notice_no serial_no given_on effective_on
            A1 1 M2 2025-11-01 2026-01-15""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount net_amount
            F1 invoice C1 2026-01-05 2026-02-04 SEK 125 100
            F2 invoice C1 2026-02-05 2026-03-07 SEK 250 200
            F3 invoice C1 2026-03-05 2026-04-04 SEK 0 0
            F4 invoice C1 2026-03-06 2026-04-05 SEK 80 64
            R1 interest_invoice C1 2026-03-07 2026-04-06 SEK 9 9
            F9 invoice C2 2026-01-05 2026-02-04 SEK 125 100""",
        invoice_lines="""
            invoice_no class line_no net_amount vat_amount service_start service_end contract_no serial_no site_no
            F1 invoice 1 100 25 2026-01-01 2026-03-31 A1 M1 S1
            F2 invoice 1 200 50 2026-01-01 2026-01-31 A1 M2 -
            F3 invoice 1 40 10 2026-03-01 2026-03-31 A1 - -
            R1 interest_invoice 1 9 - - - - - -
            F9 invoice 1 100 25 - - - - -""",  # noqa: E501
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-02-10 SEK 400""",
        allocations="""
            allocation_no source_no target_no amount applied_on
            A1 P1 F1 125 2026-02-10
            A2 P1 F2 250 2026-03-01""",
    )


def test_the_parts_of_a_payment_sum_to_it_and_count_days_beyond_terms(books: Books) -> None:
    """Rules 9 and 17: six days late, six days early, and 25 unapplied."""
    parts = payments_settled(books, ACME, on(DAY))

    assert texts(parts, "payment_no", "part", "document_no", "days_beyond_terms", "amount") == [
        "P1 settled F1 6 125",
        "P1 settled F2 -6 250",
        "P1 unapplied - - 25",
    ]
    assert parts["amount"].sum() == parts["paid_amount"].unique().item() == 400


def test_on_an_earlier_day_a_part_is_not_known(books: Books) -> None:
    """Rule 8."""
    earlier = payments_settled(books, ACME, on("2026-02-20"))

    assert texts(earlier, "part", "amount") == ["settled 125", "unapplied 275"]


def test_a_line_counts_in_a_period_by_its_days_and_the_parts_sum_to_it(books: Books) -> None:
    """Rules 23 and 28: 31, 28 and 31 of 90 days of 100.00."""
    months = [
        budget_lines(books, ACME, on(DAY, start=date(2026, month, 1), end=date(2026, month, last)))
        for month, last in ((1, 31), (2, 28), (3, 31))
    ]

    parts = [rows.filter(invoice_no="F1")["period_amount"].item() for rows in months]
    assert parts == [Decimal("34.44"), Decimal("31.12"), Decimal("34.44")]
    assert sum(parts) == 100


def test_budget_lines_leave_out_interest_and_cancelled_documents(books: Books) -> None:
    """Rules 4 and 6; a document without lines is one line."""
    rows = budget_lines(books, ACME, on(DAY))

    assert sorted(texts(rows, "invoice_no", "category", "contract_no", "period_amount")) == [
        "F1 maintenance A1 100",
        "F2 maintenance A1 200",
        "F4 other - 64",
    ]
    assert texts(rows.filter(invoice_no="F1"), "contract_name", "site_name") == ["Service Depot"]


def test_lines_for_a_pivot_carry_names_months_and_the_customers_fiscal_year(books: Books) -> None:
    rows = analysis_lines(books, ACME, on(DAY)).filter(invoice_no="F1")

    shown = ("customer_name", "year", "quarter", "year_month", "fiscal_year", "gross_amount")
    assert texts(rows, *shown) == ["Acme 2026 2026-Q1 2026-01 2025/26 125"]
    assert texts(rows, "site_name", "city", "contract_name", "model", "service_days") == [
        "Depot Lund Service Truck 90"
    ]


def test_billed_days_stand_beside_billable_days(books: Books) -> None:
    """Rules 26 and 27: M2 may be billed until 15 January, and was billed for all of it."""
    rows = billed_installed(books, ACME, on(DAY)).drop_nulls("invoice_no")

    shown = ("serial_no", "invoice_no", "billable_to", "billed_days", "days_outside", "outcome")
    assert texts(rows, *shown)[-1] == "M2 F2 2026-01-15 31 16 billed_after_end"
    m1 = rows.filter(serial_no="M1")
    assert texts(m1, "billed_days", "days_outside") == ["90 0"]


@pytest.mark.parametrize("ask", [payments_settled, budget_lines, analysis_lines, billed_installed])
def test_another_accounts_lines_are_in_none_of_them(books: Books, ask: object) -> None:
    """Rule 32."""
    assert ask(books, Scope(), on(DAY)).is_empty()  # type: ignore[operator]
    own = ask(books, ACME, on(DAY))  # type: ignore[operator]
    assert set(own["customer_no"]) == {"C1"}
