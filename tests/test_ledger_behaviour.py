"""Days beyond terms and days sales outstanding, by hand (rules 17, 18)."""

from datetime import date
from decimal import Decimal

import pytest

from saldo.ledger.behaviour import (
    Part,
    average_beyond_terms,
    average_to_pay,
    countback,
    days_beyond_terms,
    outstanding,
)

FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (20, 21, 23, 24))


def _part(amount: str, due: date, paid: date) -> Part:
    return Part(Decimal(amount), date(2026, 10, 1), due, paid)


def test_rule_17_early_is_below_zero_and_amounts_weigh() -> None:
    """(100 × 10 − 300 × 2) ÷ 400 = 1."""
    parts = [
        _part("100", date(2026, 11, 1), date(2026, 11, 11)),
        _part("300", date(2026, 11, 5), date(2026, 11, 3)),
    ]

    assert average_beyond_terms(parts) == Decimal("1.0")
    assert average_to_pay(parts) == Decimal("35.0")  # (100 × 41 + 300 × 33) ÷ 400


def test_rule_17_parts_of_one_invoice_count_by_what_was_paid_of_it() -> None:
    """Half in time and half 9 days late is 4.5 days."""
    due = date(2026, 11, 1)

    paid = [_part("50", due, due), _part("50", due, date(2026, 11, 10))]

    assert average_beyond_terms(paid) == Decimal("4.5")
    assert average_beyond_terms([]) is None


@pytest.mark.parametrize(
    ("paid", "counted", "not_counted"),
    [(FRIDAY, -1, -1), (SATURDAY, 0, 0), (MONDAY, 2, 0), (TUESDAY, 3, 1)],
)
def test_rule_15_the_shift_to_the_next_banking_day_is_counted_or_not(
    paid: date, counted: int, not_counted: int
) -> None:
    assert days_beyond_terms(SATURDAY, paid, "SE") == counted
    assert days_beyond_terms(SATURDAY, paid, "SE", shift_counts=False) == not_counted


def test_a_due_date_on_a_banking_day_is_not_shifted() -> None:
    assert days_beyond_terms(FRIDAY, MONDAY, "SE", shift_counts=False) == 3


def test_rule_18_simple_best_and_delinquent_days() -> None:
    """300 of 3 650 billed in 365 days is 30 days, 200 of it not overdue 20."""
    found = outstanding(Decimal(300), Decimal(100), Decimal(3650), [(22, Decimal(400))])

    assert (found.simple, found.best, found.delinquent) == (
        Decimal("30.0"),
        Decimal("20.0"),
        Decimal("10.0"),
    )
    assert found.countback == Decimal("16.5")  # 300 ÷ 400 of 22 days


def test_rule_18_countback_takes_off_month_by_month_then_a_fraction() -> None:
    """500 less 200 and 100 leaves 200 of the third month's 400: 22 + 31 + half of 30 days."""
    months = [(22, Decimal(200)), (31, Decimal(100)), (30, Decimal(400))]

    assert countback(Decimal(500), months) == Decimal("68.0")
    assert countback(Decimal(0), months) == Decimal("0.0")
    assert countback(Decimal(701), months) is None


def test_without_billing_there_is_no_figure() -> None:
    found = outstanding(Decimal(10), Decimal(10), Decimal(0), [])

    assert (found.simple, found.countback, found.best, found.delinquent) == (None,) * 4
