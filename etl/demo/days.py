"""Days of the demo: months, Swedish working days, and when liability and notice end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

ONE = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_start(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of every month from the month of `first` to the month of `last`."""
    month = month_start(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def last_notice_day(end: date, notice_months: int) -> date:
    """The last day on which notice ends a contract at `end` (rule 25)."""
    return add_months(end + ONE, -notice_months) - ONE


def liability_end(given_on: date, notice_months: int, liability: str) -> date:
    """The last day a machine is paid for after notice (rule 26)."""
    end = add_months(given_on, notice_months)
    return month_end(end) if liability == "month_end" else end


@cache
def _days_off(year: int) -> frozenset[date]:
    # Midsummer Eve, Christmas Eve and New Year's Eve are de facto days off (rule 22).
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_workday(day: date) -> bool:
    """Whether banks and warehouses are open in Sweden."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def workday(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_workday(day):
        day += ONE
    return day


def workday_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= ONE
    return day


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)
