"""Calibration: from earlier origins, how wide errors are, their shapes, and how sums widen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saldo.forecast import spread
from saldo.forecast.backtest import looked_back
from saldo.forecast.histories import YEAR, Counts, Matrix, Vector, lengths, until
from saldo.forecast.intermittent import is_intermittent, sizes
from saldo.forecast.ladder import Groups, expected
from saldo.forecast.pools import Pools, error_pools, rate_pools

_TWO_YEARS = 24
_SERIES = 4000
_MANY = 400
_MORE_ORIGINS = (0, 3, 6, 9)


@dataclass(frozen=True, eq=False, slots=True)
class Calibration:
    """What ranges are made with.

    `weights` of the signs of spread; `pools` of standardised errors: one per group (category),
    then one per chance of a rate.
    """

    weights: Vector
    pools: Pools
    groups: int


def calibrated(values: Matrix, ahead: int, *, accounts: Counts, groups: Groups) -> Calibration:
    """Learned from up to 4,000 of the series, forecast as of earlier origins.

    The errors reach as far ahead as most histories allow: the whole way, or a year. Homes with few
    series are asked at four origins.
    """
    count = int(groups.max(initial=0)) + 1
    taught = _sample(accounts)
    known, who, kind = values[taught], accounts[taught], groups[taught]
    typical = float(np.median(lengths(known))) if len(known) else 0
    reach = ahead if typical >= _TWO_YEARS + ahead else min(ahead, YEAR)
    origins = (0,) if len(known) >= _MANY else _MORE_ORIGINS
    seen = [_Origin.of(known, who, kind, reach, later) for later in origins]
    seen = [each for each in seen if len(each.errors)]
    much = sizes(known[is_intermittent(known)]) if len(known) else np.empty(0)
    if seen:
        signs, errors, level = (
            np.concatenate([getattr(each, name) for each in seen])
            for name in ("signs", "errors", "level")
        )
        weights = spread.learned(signs, errors, level)
    else:
        weights = spread.USUAL
    measured = [each.standardised(weights, count) for each in seen]
    table = np.concatenate(measured, axis=1) if measured else np.empty((count, 0, reach))
    pools = np.concatenate([error_pools(table, ahead), rate_pools(much, ahead)])
    return Calibration(weights, pools, count)


@dataclass(frozen=True, eq=False, slots=True)
class _Origin:
    """The errors of the series as of one earlier month, and what was to be seen of them then."""

    accounts: Counts
    groups: Groups
    signs: Matrix
    errors: Matrix
    level: Vector

    @classmethod
    def of(
        cls, values: Matrix, accounts: Counts, groups: Groups, reach: int, later: int
    ) -> _Origin:
        known = until(values, reach + later)
        usable = (lengths(known) >= YEAR) & ~is_intermittent(known) if known.size else None
        if usable is None or not usable.any():
            return cls(
                accounts[:0], groups[:0], np.empty((0, 4)), np.empty((0, reach)), np.empty(0)
            )
        known = known[usable]
        end = values.shape[1] - later
        came = values[usable, end - reach : end]
        _, said = expected(known, reach, groups[usable])
        signs = spread.signs_of_spread(known, looked_back(known, groups[usable]).missed)
        return cls(accounts[usable], groups[usable], signs, came - said, spread.level_of(known))

    def standardised(self, weights: Vector, count: int) -> npt.NDArray[np.float64]:
        """Groups × accounts × months; NaN where an account has no series of that group."""
        every, place = np.unique(self.accounts, return_inverse=True)
        table = np.full((count, len(every), self.errors.shape[1]), np.nan)
        scale = spread.scale_of(self.signs, weights, self.level)
        table[self.groups, place] = self.errors / np.maximum(scale, 1e-9)[:, None]
        return table


def _sample(accounts: Counts) -> npt.NDArray[np.bool_]:
    """All series, or those of every n-th account where they are many."""
    step = max(-(-len(accounts) // _SERIES), 1)
    taken: npt.NDArray[np.bool_] = accounts % step == 0
    return taken
