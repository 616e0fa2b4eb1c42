"""Periods: the first and last day a question covers where the reader names none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from saldo.reporting.filters import Filters

YEAR = timedelta(days=365)


def month_to_date(filters: Filters) -> Filters:
    """The asked period, else the month of its last day (`as_of` where none is asked)."""
    end = filters.end or filters.as_of
    return replace(filters, start=filters.start or end.replace(day=1), end=end)


def year_to_date(filters: Filters) -> Filters:
    """The asked period, else the year up to its last day (`as_of` where none is asked)."""
    end = filters.end or filters.as_of
    return replace(filters, start=filters.start or end - YEAR, end=end)


def weeks_around(filters: Filters, *, before: int = 12, after: int = 8) -> Filters:
    """The asked period, else whole ISO weeks (Monday to Sunday) around `as_of`."""
    monday = filters.as_of - timedelta(days=filters.as_of.weekday())
    start = monday - timedelta(weeks=before)
    end = monday + timedelta(weeks=after + 1, days=-1)
    return replace(filters, start=filters.start or start, end=filters.end or end)


def day_before(day: date) -> date:
    """The day whose closing balance is the opening balance of `day` (rule 16)."""
    return day - timedelta(days=1)
