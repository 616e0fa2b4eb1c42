"""Payment weeks: the thirteen weeks that cash is shown by, and days counted into them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from saldo.forecast.histories import Counts, Matrix
from saldo.forecast.payment_dates import day_numbers, on_weekdays

WEEKS = 13


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks from the Monday `first` on; place WEEKS is what comes after them."""

    first: date

    @classmethod
    def after(cls, as_of: date) -> Weeks:
        """From the week of the next weekday on."""
        day = as_of + timedelta(days=(1, 1, 1, 1, 3, 2, 1)[as_of.weekday()])
        return cls(day - timedelta(days=day.weekday()))

    @property
    def mondays(self) -> list[date]:
        """The first day of each."""
        return [self.first + timedelta(days=7 * at) for at in range(WEEKS)]

    def places(self, days: Matrix) -> Counts:
        """The week of each day (a number from 2000 on)."""
        away = on_weekdays(days) - int(day_numbers([self.first])[0])
        places: Counts = np.clip(away // 7, 0, WEEKS)
        return places

    def shares(self, days: Matrix) -> Matrix:
        """Per row of equally likely days the share of each week: rows × WEEKS + 1."""
        rows = np.arange(len(days))[:, None]
        at = rows * (WEEKS + 1) + self.places(days)
        counted = np.bincount(at.ravel(), minlength=len(days) * (WEEKS + 1))
        shares: Matrix = counted.reshape(len(days), WEEKS + 1) / days.shape[1]
        return shares
