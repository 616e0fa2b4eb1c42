"""Months: the calendar of `rules.months`, and steps by whole months (design, models rule 2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month: its first and last day, the next one's first, its running number."""

    month: date
    last_day: date
    next_month: date
    month_no: int


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_no(day: date) -> int:
    """The month's running number: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day."""
    year, month = divmod(month_no(day) + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months(first: date, last: date) -> Iterator[Month]:
    """Every month from the one of `first` to the one of `last`, both included."""
    start = month_of(first)
    while start <= last:
        following = add_months(start, 1)
        yield Month(start, following - timedelta(days=1), following, month_no(start))
        start = following
