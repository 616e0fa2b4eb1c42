"""Ageing: the buckets of open items by days overdue (rule 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket: its name, its place, and the days overdue it holds, both edges inclusive.

    An edge of None is open. `unapplied` has no days: it holds what has no due date.
    """

    name: str
    position: int
    first_day: int | None
    last_day: int | None


NOT_DUE = Bucket("not_due", 0, None, 0)
UNAPPLIED = Bucket("unapplied", 6, None, None)
BUCKETS = (
    NOT_DUE,
    Bucket("1-30", 1, 1, 30),
    Bucket("31-60", 2, 31, 60),
    Bucket("61-90", 3, 61, 90),
    Bucket("91-120", 4, 91, 120),
    Bucket("over_120", 5, 121, None),
    UNAPPLIED,
)


def bucket(due: date | None, as_of: date) -> str:
    """The bucket of an item on a day; due on that day is not overdue. No due date: unapplied."""
    if due is None:
        return UNAPPLIED.name
    late = (as_of - due).days
    for each in BUCKETS[:-1]:
        if each.last_day is None or late <= each.last_day:
            return each.name
    raise AssertionError("the last bucket is open")
