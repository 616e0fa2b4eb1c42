"""Typed periods: as people write them, in both languages; what is none is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.reporting.typed_periods import period_typed

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("last month", "2026-10-01", "2026-10-31"),
        ("Förra månaden", "2026-10-01", "2026-10-31"),
        ("den här månaden", "2026-11-01", "2026-11-30"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("förra kvartalet", "2026-07-01", "2026-09-30"),
        ("förra året", "2025-01-01", "2025-12-31"),
        ("i år", "2026-01-01", "2026-12-31"),
        ("FY2026-Q3", "2026-07-01", "2026-09-30"),
        ("RÅ 2026", "2026-01-01", "2026-12-31"),
        ("räkenskapsår 2026", "2026-01-01", "2026-12-31"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("2026K1", "2026-01-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("september 2026", "2026-09-01", "2026-09-30"),
        ("sep", "2026-09-01", "2026-09-30"),
        ("december", "2025-12-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("v. 47 2026", "2026-11-16", "2026-11-22"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-01-15", "2026-01-15", "2026-01-15"),
        ("2026-01-15 – 2026-03-02", "2026-01-15", "2026-03-02"),
        ("jan 2026 till mars 2026", "2026-01-01", "2026-03-31"),
        ("2026-01..2026-03", "2026-01-01", "2026-03-31"),
        ("last 30 days", "2026-10-24", "2026-11-22"),
        ("senaste 7 dagarna", "2026-11-16", "2026-11-22"),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, start: str, end: str) -> None:
    assert period_typed(text, TODAY) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("FY2026", "2025-07-01", "2026-06-30"),
        ("FY2026-Q3", "2026-01-01", "2026-03-31"),
        ("2025/26", "2025-07-01", "2026-06-30"),
        ("RÅ 2025/2026", "2025-07-01", "2026-06-30"),
        ("förra räkenskapsåret", "2025-07-01", "2026-06-30"),
        ("this fiscal year", "2026-07-01", "2027-06-30"),
    ],
)
def test_a_fiscal_year_that_is_not_the_calendars(text: str, start: str, end: str) -> None:
    """Brutet räkenskapsår: FY2026 ends in 2026."""
    assert period_typed(text, TODAY, 7) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13",
        "2026-02-30",
        "0000",
        "v. 60 2026",
        "2026-03 - 2026-01",
        "2025/27",
        "Q5 2026",
        "last 99999 days",
        "FY0000",
        "9999-12 - x",
        "9999-12",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert period_typed(text, TODAY) is None


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(text: str) -> None:
    found = period_typed(text, TODAY)

    assert found is None or found[0] <= found[1]
