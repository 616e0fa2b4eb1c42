"""Delivery: business days by the calendar of the site that receives (rules 20, 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from saldo.ledger.calendar import days_off

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SiteCalendar:
    """When a site receives: Monday to Friday, less its country's days off and its own closures.

    `closures` are pairs of first and last day; an unknown country has no days off.
    """

    country: str | None
    closures: Sequence[tuple[date, date]] = ()

    def is_open(self, day: date) -> bool:
        """True where something can arrive that day."""
        return (
            day.weekday() < 5
            and day not in days_off(self.country, day.year)
            and not any(first <= day <= last for first, last in self.closures)
        )

    def business_days(self, start: date, end: date) -> int:
        """Business days after `start` up to and including `end`: the end day counts.

        0 where `end` is not after `start`.
        """
        if end <= start:
            return 0
        years = range(start.year, end.year + 1)
        off = {day for year in years for day in days_off(self.country, year) if start < day <= end}
        off.update(self._closed(start, end))
        return _weekdays_until(end) - _weekdays_until(start) - len(off)

    def open_from(self, day: date) -> date:
        """The day itself, or the first open day after it; the day where a year has none."""
        for later in range(366):
            if self.is_open(day + later * _DAY):
                return day + later * _DAY
        return day

    def _closed(self, start: date, end: date) -> list[date]:
        """The weekdays after `start` up to `end` on which the site is closed."""
        found = []
        for first, last in self.closures:
            day = max(first, start + _DAY)
            while day <= min(last, end):
                if day.weekday() < 5:
                    found.append(day)
                day += _DAY
        return found


def _weekdays_until(day: date) -> int:
    weeks, rest = divmod(day.toordinal(), 7)  # day 1 of the calendar was a Monday
    return 5 * weeks + min(rest, 5)
