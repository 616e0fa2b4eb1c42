"""Calibration: from earlier origins, how wide errors are, their shapes, and how sums widen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saldo.forecast import spread
from saldo.forecast.backtest import looked_back
from saldo.forecast.histories import YEAR, Counts, Matrix, Vector, lengths
from saldo.forecast.intermittent import is_intermittent, sizes
from saldo.forecast.ladder import Groups
from saldo.forecast.past import Past
from saldo.forecast.pools import Pools, error_pools, rate_pools

_TWO_YEARS = 24
_SERIES = 4000
_MANY = 400
_MORE_ORIGINS = (0, 6)


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
    series are asked at two origins.
    """
    count = int(groups.max(initial=0)) + 1
    taught = _sample(accounts)
    known, who = values[taught], accounts[taught]
    typical = float(np.median(lengths(known))) if len(known) else 0
    reach = ahead if typical >= _TWO_YEARS + ahead else min(ahead, YEAR)
    past = Past(known, groups[taught], reach)
    origins = (0,) if len(known) >= _MANY else _MORE_ORIGINS
    seen = [_Origin.of(past, who, reach + later, reach) for later in origins]
    seen = [each for each in seen if len(each.errors)]
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
    much = sizes(known[is_intermittent(known)])
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
    def of(cls, past: Past, accounts: Counts, back: int, reach: int) -> _Origin:
        known = past.known(back)
        usable = (lengths(known) >= YEAR) & ~is_intermittent(known)
        _, said = past.said(back)
        errors = past.came(back, reach) - said[:, :reach]
        signs = spread.signs_of_spread(known, looked_back(past, back).missed)
        level = spread.level_of(known)
        return cls(
            accounts[usable], past.groups[usable], signs[usable], errors[usable], level[usable]
        )

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
