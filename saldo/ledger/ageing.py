"""Ageing: the buckets of open items by days overdue, and other intervals as a view (rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
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


def intervals(count: int, length: int) -> tuple[Bucket, ...]:
    """Not due, so many intervals of so many days, what is older, and unapplied."""
    steps = [
        Bucket(f"{at * length + 1}-{(at + 1) * length}", at + 1, at * length + 1, (at + 1) * length)
        for at in range(count)
    ]
    older = Bucket(f"over_{count * length}", count + 1, count * length + 1, None)
    return (NOT_DUE, *steps, older, Bucket("unapplied", count + 2, None, None))


def bucket(due: date | None, as_of: date, buckets: Sequence[Bucket] = BUCKETS) -> str:
    """The bucket of an item on a day; due on that day is not overdue. No due date: unapplied."""
    return bucket_of(None if due is None else (as_of - due).days, buckets)


def bucket_of(days: int | None, buckets: Sequence[Bucket] = BUCKETS) -> str:
    """The bucket of so many days overdue (0 or fewer: not due; None: unapplied)."""
    if days is None:
        return buckets[-1].name
    for each in buckets[:-1]:
        if each.last_day is None or days <= each.last_day:
            return each.name
    raise AssertionError("the last bucket is open")
