"""Cash: when open invoices are paid and what each week brings, incl. VAT (rule 28)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from saldo.reporting import Books
from saldo.reporting.cash import expected_payments
from saldo.reporting.cash_weeks import cash_totals, cash_weeks
from saldo.reporting.payment_weeks import WEEKS
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on

DAY = on("2026-06-20")
BOTH = Scope(customers=("C1", "C2"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1 pays ten days late, C2 on the day; each has been billed 100 + VAT on every fifteenth."""
    months = [date(2024 + at // 12, at % 12 + 1, 15) for at in range(30)]
    invoices, payments, allocations = [], [], []
    for customer, late in (("C1", 10), ("C2", 0)):
        for at, day in enumerate(months):
            number = f"{customer}-{at}"
            invoices.append(
                {
                    "invoice_no": number,
                    "customer_no": customer,
                    "issue_date": day,
                    "due_date": day + timedelta(days=30),
                    "currency": "SEK",
                    "amount": 125,
                    "net_amount": 100,
                    "vat_amount": 25,
                }
            )
            paid = day + timedelta(days=30 + late)
            if paid > DAY.as_of:
                continue
            payments.append(
                {
                    "payment_no": f"P{number}",
                    "customer_no": customer,
                    "payment_date": paid,
                    "currency": "SEK",
                    "amount": 125,
                }
            )
            allocations.append(
                {
                    "allocation_no": f"A{number}",
                    "source_no": f"P{number}",
                    "target_no": number,
                    "amount": 125,
                }
            )
    unapplied = {"payment_no": "U1", "customer_no": "C2", "payment_date": "2026-06-01"}
    return books_of(
        tmp_path_factory.mktemp("cash"),
        forecast=True,
        customers="customer_no name\nC1 Acme\nC2 Beta",
        invoices=invoices,
        payments=[*payments, unapplied | {"currency": "SEK", "amount": 40}],
        allocations=allocations,
        disputes="dispute_no invoice_no opened_on\nD1 C1-28 2026-06-20",
    )


def test_an_account_is_expected_to_pay_as_it_has_paid(books: Books) -> None:
    rows = expected_payments(books, BOTH, DAY)
    day = {row["document_no"]: row["p50"] for row in rows.iter_rows(named=True)}

    assert day["C1-28"] > DAY.as_of
    assert date(2026, 7, 23) <= day["C1-29"] <= date(2026, 7, 29)
    assert date(2026, 7, 14) <= day["C2-29"] <= date(2026, 7, 17)
    assert (rows["p10"] <= rows["p50"]).all()
    assert (rows["p50"] <= rows["p90"]).all()


def test_expected_days_are_weekdays_after_the_day_asked_on(books: Books) -> None:
    rows = expected_payments(books, BOTH, DAY)

    for name in ("p10", "p50", "p90"):
        assert (rows[name] > DAY.as_of).all()
        assert (rows[name].dt.weekday() < 6).all()


def test_the_risk_of_paying_late_tells_the_two_apart(books: Books) -> None:
    risk = dict(
        expected_payments(books, BOTH, DAY).select("document_no", "late_probability").iter_rows()
    )

    assert risk["C1-29"] > 90
    assert risk["C2-29"] < 60
    assert risk["C1-28"] == 100


def test_credits_are_set_off_against_what_is_due_first_and_shown(books: Books) -> None:
    """Rules 9 and 28: 40 paid without a target; what is left to pay is the balance."""
    rows = expected_payments(books, Scope(customers=("C2",)), DAY)

    assert rows["set_off"].to_list() == [Decimal(40)]
    assert rows["to_pay"].sum() == Decimal(85)


def test_open_invoices_by_week_and_later_sum_to_what_is_left_to_pay(books: Books) -> None:
    weeks, rows = cash_totals(books, BOTH, DAY), expected_payments(books, BOTH, DAY)

    assert weeks.height == WEEKS + 1
    assert weeks["open_invoices"].sum() == rows["to_pay"].sum()
    assert weeks["week"][0] == date(2026, 6, 22)
    shown = weeks.filter(pl.col("week").is_not_null())
    assert (shown["open_invoices"] + shown["coming"]).to_list() == shown["total"].to_list()
    assert ((shown["p10"] <= shown["total"]) & (shown["total"] <= shown["p90"])).all()


def test_invoices_to_come_are_the_budgets_months_with_vat_in_the_weeks_they_are_paid(
    books: Books,
) -> None:
    """July's and August's 100, billed on the fifteenth, are paid about the 25th a month later."""
    weeks = cash_weeks(books, ACME, DAY).filter(pl.col("week").is_not_null())
    by_month = weeks.filter(pl.col("week").is_between(date(2026, 8, 17), date(2026, 8, 31)))[
        "coming"
    ].sum()

    assert by_month == pytest.approx(Decimal(125), abs=6)
    assert weeks["coming"][0] < 15


def test_accounts_sum_to_the_total_and_its_range_is_narrower_than_theirs_together(
    books: Books,
) -> None:
    total, each = cash_totals(books, BOTH, DAY), cash_weeks(books, BOTH, DAY)

    by_week = each.group_by("week", maintain_order=True).agg(pl.col("open_invoices", "total").sum())
    assert by_week["total"].to_list() == total["total"].to_list()
    assert by_week["open_invoices"].to_list() == total["open_invoices"].to_list()
    width = (total["p90"] - total["p10"]).sum()
    assert width <= (each["p90"] - each["p10"]).sum()


def test_another_currency_and_an_empty_scope_give_nothing(books: Books) -> None:
    assert cash_weeks(books, Scope(), DAY).is_empty()
    assert expected_payments(books, Scope(), DAY).is_empty()
    assert expected_payments(books, ACME, on("2026-06-30", currency="EUR")).is_empty()


def test_a_day_in_the_past_knows_only_what_was_paid_by_then(books: Books) -> None:
    rows = expected_payments(books, ACME, on("2025-06-20"))

    assert sorted(rows["document_no"]) == ["C1-16", "C1-17"]
    assert (rows["p10"] > date(2025, 6, 20)).all()
