"""Past: what would have been said of some series at earlier months, each forecast made once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saldo.forecast.histories import YEAR, Counts, Mask, Matrix, Vector, lengths, mean_of, until
from saldo.forecast.ladder import HALFWAY, Groups, expected

_FEWEST = 24
# Evidence of about so many series' worth has to speak for the mean before half of it counts; and
# less than a quarter of it is chance.
_DOUBT, _LEAST = 0.1, 0.25


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """Series of `histories` with their groups (categories), forecast so many months ahead.

    Where months scatter around a level that stays, any method that follows them is led astray;
    where levels move, the mean is. Which of both a category is like is asked of all its series at
    once a year before, and its forecasts are drawn to the mean so far.
    """

    values: Matrix
    groups: Groups
    ahead: int
    _said: dict[int, tuple[Counts, Matrix]] = field(default_factory=dict)

    def known(self, back: int) -> Matrix:
        """The series as they were so many months before their end."""
        return until(self.values, back)

    def came(self, back: int, months: int) -> Matrix:
        """What came in the months after that; all of them have to be there."""
        end = max(self.values.shape[1] - back + months, 0)
        came = self.values[:, max(end - months, 0) : end]
        return np.pad(came, ((0, 0), (months - came.shape[1], 0)), constant_values=np.nan)

    def said(self, back: int = 0) -> tuple[Counts, Matrix]:
        """Each series' method then, and its months ahead."""
        method, forecast = self._bare(back)
        share = np.where(method >= HALFWAY, self.mean_shares(back)[self.groups], 0.0)[:, None]
        drawn: Matrix = forecast + share * (mean_of(self.known(back))[:, None] - forecast)
        return method, drawn

    def mean_shares(self, back: int = 0) -> Vector:
        """Per group the mean's share in its forecasts: that with the least error the year before.

        Of series that are forecast month by month; a mean rate is one already.
        """
        count = int(self.groups.max(initial=0)) + 1
        before = self.known(back + YEAR)
        method, forecast = self._bare(back + YEAR)
        rows: Mask = (lengths(before) >= _FEWEST) & (method >= HALFWAY)
        if not rows.any():
            return np.zeros(count)
        mean, said = mean_of(before[rows])[:, None], forecast[rows, :YEAR]
        missed = self.came(back + YEAR, YEAR)[rows] - said
        towards = mean - said
        weight = ((missed - towards) ** 2).sum(axis=1) + (missed**2).sum(axis=1) + 1e-12
        groups = self.groups[rows]

        def summed(each: Matrix) -> Vector:
            return _summed(groups, each.sum(axis=1) / weight, count)

        shares = np.clip(summed(towards * missed) / (summed(towards**2) + _DOUBT), 0, 1)
        return np.where(shares < _LEAST, 0.0, shares)

    def _bare(self, back: int) -> tuple[Counts, Matrix]:
        if back not in self._said:
            self._said[back] = expected(self.known(back), max(self.ahead, YEAR), self.groups)
        return self._said[back]


def _summed(place: Counts, each: Vector, count: int) -> Vector:
    return np.bincount(place, each, minlength=count).astype(np.float64)
