"""Payment dates: when each open invoice will be paid, as a distribution of days.

An account's mean delay beyond terms, drawn to that of all accounts by how few invoices it has paid;
plus the trend, plus what a dispute costs, plus the pooled residuals; of that only what lies after
today, as the invoice is still open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from saldo.forecast.histories import Counts, Mask, Matrix, Vector

_EPOCH = date(2000, 1, 1)
# An invoice that is later than any before it: half as late again, or a month, whichever is later.
_BEYOND_SHARE, _BEYOND_DAYS = 0.5, 30.0


@dataclass(frozen=True, eq=False, slots=True)
class Pool:
    """What all accounts say of paying, as `payment_pool` holds it: days, and days per day."""

    a_day_later: float
    when_disputed: float
    days: float
    strength: float
    residuals: Vector

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Pool:
        """The pool in that row of `payment_pool`."""
        names = ("a_day_later", "when_disputed", "days", "strength")
        numbers = {name: float(row[name]) for name in names}
        return cls(**numbers, residuals=np.array(row["residuals"], dtype=np.float64))


# Where nothing was ever paid: on the due date, give or take a week.
UNTAUGHT = Pool(0.0, 0.0, 0.0, 1.0, np.linspace(-7, 14, 200))


@dataclass(frozen=True, eq=False, slots=True)
class Open:
    """Invoices: days from 2000 on of issue and due date, disputed, and their account's habit.

    `paid` is how many invoices the account has paid, `mean` their levelled mean delay.
    """

    issued: Vector
    due: Vector
    disputed: Mask
    paid: Vector
    mean: Vector


@dataclass(frozen=True, eq=False, slots=True)
class PaymentDates:
    """Per invoice so many equally likely payment days (from 2000 on, ascending), all after today.

    `due` its due date as a day from 2000 on.
    """

    days: Matrix
    due: Vector

    def at(self, share: float) -> Counts:
        """The first day by which it is paid with this probability."""
        place = min(int(share * self.days.shape[1]), self.days.shape[1] - 1)
        found: Counts = np.ceil(self.days[:, place] - 1e-9).astype(np.int64)
        return found

    def late(self) -> Vector:
        """The probability that an invoice is paid after its due date."""
        return self._share(self.days > self.due[:, None])

    def within(self, first: float, last: float) -> Vector:
        """The probability of a payment after day `first` and by day `last`."""
        return self._share((self.days > first) & (self.days <= last))

    def _share(self, held: npt.NDArray[np.bool_]) -> Vector:
        share: Vector = held.mean(axis=1)
        return share


def payment_dates(pool: Pool, invoices: Open, today: float) -> PaymentDates:
    """When each invoice will be paid, as seen at the end of day `today` (days from 2000 on).

    Residuals that the invoice has outlived are dropped and the rest spread over their places.
    """
    weight = invoices.paid / (invoices.paid + pool.strength)
    centre = pool.days + weight * (np.nan_to_num(invoices.mean) - pool.days)
    centre = centre + pool.a_day_later * invoices.issued + pool.when_disputed * invoices.disputed
    unsure = np.sqrt(1 + 1 / (invoices.paid + pool.strength))
    spread = invoices.due + centre
    days = spread[:, None] + unsure[:, None] * pool.residuals
    days = np.maximum(days, invoices.issued[:, None])
    return PaymentDates(still_to_come(days, invoices.due, today), invoices.due)


def still_to_come(days: Matrix, due: Vector, today: float) -> Matrix:
    """Of each row's equally likely days (ascending) those after `today`, stretched over the row.

    Where all are past, days on from now: half as late again as it is after `due`, a month at least.
    """
    places = days.shape[1]
    outlived = (days <= today).sum(axis=1)
    left = places - outlived
    at = outlived[:, None] + (np.arange(places) + 0.5) * np.maximum(left, 1)[:, None] / places
    kept = np.take_along_axis(days, np.minimum(at.astype(np.int64), places - 1), axis=1)
    more = np.maximum((today - due) * _BEYOND_SHARE, _BEYOND_DAYS)
    beyond = today + more[:, None] * (np.arange(places) + 0.5) / places
    conditioned: Matrix = np.where((left > 0)[:, None], kept, beyond)
    return conditioned


def on_weekdays(days: Matrix | Counts) -> Counts:
    """Whole days from 2000 on, Saturdays and Sundays as the Monday after: banks are closed."""
    whole = np.ceil(days - 1e-9).astype(np.int64)
    weekday = (whole + 5) % 7  # 2000-01-01 was a Saturday
    moved: Counts = whole + np.where(weekday >= 5, 7 - weekday, 0)
    return moved


def day_numbers(days: Sequence[date]) -> Vector:
    """Days as numbers from 2000 on."""
    return np.array([(day - _EPOCH).days for day in days], dtype=np.float64)
