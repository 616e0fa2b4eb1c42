"""Horizon: the months a budget looks back on and ahead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from saldo.ledger.money import prorate
from saldo.ledger.months import add_months, month_no, month_of
from saldo.reporting.filters import Filters

BACK, AHEAD = 24, 12
_HISTORY = 60
_FARTHEST = 24


@dataclass(frozen=True, slots=True)
class Horizon:
    """First days of months: `first` and `last` shown, `current` the month of `as_of`.

    `history` is the first month a forecast learns from, `unfinished` the first one it speaks of:
    the current month while days of it are left, else the next.
    """

    as_of: date
    first: date
    last: date

    @classmethod
    def of(cls, filters: Filters) -> Horizon:
        """24 months before the current one to 12 after it, or the months of the asked period."""
        current = month_of(filters.as_of)
        last = month_of(filters.end) if filters.end else add_months(current, AHEAD)
        return cls(
            as_of=filters.as_of,
            first=month_of(filters.start) if filters.start else add_months(current, -BACK),
            last=min(last, add_months(current, _FARTHEST)),
        )

    @property
    def current(self) -> date:
        """The month of `as_of`."""
        return month_of(self.as_of)

    @property
    def history(self) -> date:
        """The first month a forecast may learn from."""
        return min(self.first, add_months(self.current, -_HISTORY))

    @property
    def unfinished(self) -> date:
        """The first month that is not wholly in the past at the end of `as_of`."""
        return month_of(self.as_of + timedelta(days=1))

    @property
    def steps(self) -> list[date]:
        """The months to forecast."""
        ahead = month_no(self.last) - month_no(self.unfinished) + 1
        return [add_months(self.unfinished, step) for step in range(max(ahead, 0))]

    def months(self, first: date) -> list[date]:
        """The finished months from `first` on."""
        return [
            add_months(first, step) for step in range(month_no(self.unfinished) - month_no(first))
        ]

    def months_within(self, year: date) -> int:
        """How many of the twelve months from `year` on are shown."""
        first = max(month_no(self.first), month_no(year))
        return min(month_no(self.last), month_no(year) + 11) - first + 1

    def days_left(self, month: date) -> tuple[int, int]:
        """How many of a month's days are still to come after `as_of`, and how many it has."""
        following = add_months(month, 1)
        days = (following - month).days
        return min(days, (following - self.as_of).days - 1), days

    def rest(self, amount: Decimal, month: date, currency: str) -> Decimal:
        """The part of a month's amount that falls on the days still to come."""
        left, days = self.days_left(month)
        return amount if left == days else prorate(amount, left, days, currency)


def fiscal_year(month: date, first_month: int) -> date:
    """The first day of the fiscal year, beginning in month 1 to 12, that holds the month."""
    return date(month.year if month.month >= first_month else month.year - 1, first_month, 1)


def fiscal_year_name(first_day: date) -> str:
    """`2026` where it is the calendar year, else `2026/27`."""
    year = first_day.year
    return f"{year}" if first_day.month == 1 else f"{year}/{(year + 1) % 100:02d}"
