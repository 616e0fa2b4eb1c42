"""Calendar: a country's days off, and its banking days (rules 15, 22)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

# Days off beside a country's public holidays: Midsummer Eve, Christmas Eve, New Year's Eve.
_FURTHER = {"SE": ("public", "de_facto")}
_DAY = timedelta(days=1)


def is_banking_day(day: date, country: str | None) -> bool:
    """True from Monday to Friday, save on the country's days off; an unknown country has none."""
    return day.weekday() < 5 and day not in days_off(country, day.year)


def last_banking_day(due: date, country: str | None) -> date:
    """The last banking day on or before a due date: when to pay at the latest (rule 15)."""
    while not is_banking_day(due, country):
        due -= _DAY
    return due


def next_banking_day(day: date, country: str | None) -> date:
    """The first banking day on or after a day."""
    while not is_banking_day(day, country):
        day += _DAY
    return day


@cache
def days_off(country: str | None, year: int) -> tuple[date, ...]:
    """The country's days off from Monday to Friday in that year, in order."""
    import holidays  # takes a while, and most processes never ask

    if country not in holidays.list_supported_countries():
        return ()
    calendar = holidays.country_holidays(
        country, years=year, categories=_FURTHER.get(country, ("public",))
    )
    return tuple(day for day in sorted(calendar) if day.weekday() < 5)
