"""Days of the demo: its months and Swedish working days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

from saldo.ledger.months import months

ONE = timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of every month from the month of `first` to the month of `last`."""
    return (month.month for month in months(first, last))


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


def summer_closing(year: int) -> tuple[date, date]:
    """Monday of week 28 to Sunday of week 30: when many Swedish sites receive nothing."""
    return date.fromisocalendar(year, 28, 1), date.fromisocalendar(year, 30, 7)


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)
