"""What people type into a field: amounts in either notation, and periods by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.ledger.typed_amounts import amounts_typed
from saldo.ledger.typed_periods import NotAPeriod, Period, period_typed

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 234,56", ["1234.56"]),
        ("1\u00a0234,56 kr", ["1234.56"]),
        ("1234.56", ["1234.56"]),
        ("1.234,56", ["1234.56"]),
        ("SEK 1,234.56", ["1234.56"]),
        ("−500", ["-500"]),
        ("1.234", ["1234", "1.234"]),
        ("12,5", ["12.5"]),
        ("INV-0042", []),
        ("12,34,56", []),
        ("1,2,3", []),
        ("", []),
        ("1.", []),
        ("1e5", []),
        ("nan", []),
    ],
)
def test_an_amount_is_understood_in_either_notation(typed: str, meant: list[str]) -> None:
    assert amounts_typed(typed) == tuple(Decimal(each) for each in meant)


def test_a_currency_with_two_decimals_makes_an_unclear_amount_clear() -> None:
    assert amounts_typed("1.234", minor_units=2) == (Decimal(1234),)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("k3", "2026-07-01", "2026-09-30"),
        ("H1 2026", "2026-01-01", "2026-06-30"),
        ("FY2026", "2025-07-01", "2026-06-30"),
        ("FY2025/26", "2025-07-01", "2026-06-30"),
        ("2025/26", "2025-07-01", "2026-06-30"),
        ("FY2026-Q3", "2026-01-01", "2026-03-31"),
        ("räkenskapsår 2026", "2025-07-01", "2026-06-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("Förra  månaden", "2026-10-01", "2026-10-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("förra kvartalet", "2026-07-01", "2026-09-30"),
        ("last fiscal year", "2025-07-01", "2026-06-30"),
        ("förra räkenskapsåret", "2025-07-01", "2026-06-30"),
        ("i fjol", "2025-01-01", "2025-12-31"),
        ("v. 47", "2026-11-16", "2026-11-22"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("v. 47 2026", "2026-11-16", "2026-11-22"),
        ("den här månaden", "2026-11-01", "2026-11-30"),
        ("2026K1", "2026-01-01", "2026-03-31"),
        ("jan 2026 till mars 2026", "2026-01-01", "2026-03-31"),
        ("okt 2026", "2026-10-01", "2026-10-31"),
        ("december", "2025-12-01", "2025-12-31"),
        ("last 12 months", "2025-11-23", "2026-11-22"),
        ("senaste 30 dagarna", "2026-10-24", "2026-11-22"),
        ("2026-01..2026-06", "2026-01-01", "2026-06-30"),
        ("2026-01-15 – 2026-02-03", "2026-01-15", "2026-02-03"),
        ("q1 to q2", "2026-01-01", "2026-06-30"),
    ],
)
def test_a_typed_period_has_a_first_and_a_last_day(typed: str, start: str, end: str) -> None:
    found = period_typed(typed, TODAY, first_month=7)

    assert found == Period(date.fromisoformat(start), date.fromisoformat(end))


def test_a_fiscal_year_that_is_the_calendar_year_is_named_by_it() -> None:
    assert period_typed("FY2026-Q3", TODAY) == period_typed("2026-Q3", TODAY)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "2026-13", "2026-02-30", "q5", "9999999", "0000", "2026-12..2026-01", "v. 60",
     "FY2026/29", "last 9999 days", "2026-01..2026-02..2026-03"],
)  # fmt: skip
def test_what_names_no_period_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(NotAPeriod):
        period_typed(typed, TODAY, first_month=7)


def test_a_running_period_is_cut_at_a_day() -> None:
    assert period_typed("2026-11", TODAY).until(TODAY).end == TODAY


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_period_or_refused(typed: str) -> None:
    try:
        found = period_typed(typed, TODAY)
    except NotAPeriod:
        return

    assert found.start <= found.end
