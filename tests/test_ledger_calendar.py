"""Banking days (rule 15)."""

from datetime import date

import pytest

from saldo.ledger.calendar import last_banking_day, next_banking_day


@pytest.mark.parametrize(
    ("due", "pay_by"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-22", "2026-11-20"),
        ("2026-06-20", "2026-06-18"),
        ("2026-12-26", "2026-12-23"),
        ("2027-01-01", "2026-12-30"),
    ],
)
def test_rule_15_the_last_banking_day_is_on_or_before_the_due_date(due: str, pay_by: str) -> None:
    """Sundays, Midsummer and its eve, Christmas and its eve, New Year's Eve are none in Sweden."""
    found = last_banking_day(date.fromisoformat(due), "SE")

    assert found.isoformat() == pay_by


def test_the_next_banking_day_is_on_or_after_a_day() -> None:
    assert next_banking_day(date(2026, 12, 24), "SE") == date(2026, 12, 28)
    assert next_banking_day(date(2026, 12, 28), "SE") == date(2026, 12, 28)


def test_an_unknown_country_has_weekends_alone() -> None:
    assert last_banking_day(date(2026, 12, 25), None) == date(2026, 12, 25)
    assert last_banking_day(date(2026, 12, 27), None) == date(2026, 12, 25)
