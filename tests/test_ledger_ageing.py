"""The buckets of open items (rule 11)."""

from datetime import date
from itertools import pairwise

import pytest

from saldo.ledger.ageing import BUCKETS, bucket

DUE = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("as_of", "name"),
    [
        (date(2025, 6, 1), "not_due"),
        (date(2026, 1, 31), "not_due"),
        (date(2026, 2, 1), "1-30"),
        (date(2026, 3, 2), "1-30"),
        (date(2026, 3, 3), "31-60"),
        (date(2026, 4, 1), "31-60"),
        (date(2026, 4, 2), "61-90"),
        (date(2026, 5, 1), "61-90"),
        (date(2026, 5, 2), "91-120"),
        (date(2026, 5, 31), "91-120"),
        (date(2026, 6, 1), "over_120"),
        (date(2036, 6, 1), "over_120"),
    ],
)
def test_an_item_stands_in_the_bucket_of_its_days_overdue(as_of: date, name: str) -> None:
    assert bucket(DUE, as_of) == name


def test_what_has_no_due_date_is_unapplied() -> None:
    assert bucket(None, DUE) == "unapplied"


def test_there_are_seven_buckets_and_the_overdue_ones_leave_no_gap() -> None:
    edges = [(each.first_day, each.last_day) for each in BUCKETS[1:6]]

    assert len(BUCKETS) == 7
    assert all(before[1] + 1 == after[0] for before, after in pairwise(edges))
