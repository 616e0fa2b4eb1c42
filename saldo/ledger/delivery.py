"""Delivery: business days late by the calendar of the delivery site (rules 20, 22)."""

from __future__ import annotations

from datetime import date

from saldo.ledger.calendar import days_off


def business_days_late(due: date, day: date, country: str | None) -> int:
    """Business days after `due` up to and including `day`; 0 when not late.

    Monday to Friday, less the country's days off; an unknown country has none.
    """
    if day <= due:
        return 0
    years = range(due.year, day.year + 1)
    off = sum(1 for year in years for each in days_off(country, year) if due < each <= day)
    return _weekdays_until(day) - _weekdays_until(due) - off


def _weekdays_until(day: date) -> int:
    weeks, rest = divmod(day.toordinal(), 7)  # day 1 of the calendar was a Monday
    return 5 * weeks + min(rest, 5)
