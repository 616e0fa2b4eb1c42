"""Run-rate: what goes on by itself, forecast for all series at once, with what ranges need.

The part of spend that no contract, order or schedule foretells (rules 29, 31).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saldo.forecast import spread
from saldo.forecast.backtest import Backtest, looked_back
from saldo.forecast.calibration import Calibration, calibrated
from saldo.forecast.histories import Counts, Matrix, Vector
from saldo.forecast.intermittent import rate
from saldo.forecast.ladder import RATE, Groups
from saldo.forecast.past import Past
from saldo.forecast.pools import rate_pool_of

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class RunRates:
    """One row per series; `expected` one column per month ahead.

    `method` is a number in `ladder.METHODS`; `scale` × the rows of `pool` are the errors its range
    is drawn from, `pool` a number in `calibration.pools`.
    """

    method: Counts
    expected: Matrix
    scale: Vector
    pool: Ids
    backtest: Backtest
    calibration: Calibration


def run_rates(
    values: Matrix,
    ahead: int,
    *,
    accounts: Ids | None = None,
    groups: Groups | None = None,
    calibration: Calibration | None = None,
) -> RunRates:
    """The forecast of every series of `histories`, for so many months after its last.

    `accounts` and `groups` number each series' account and category from 0. Ranges are learned
    from these series, unless a calibration is given that was learned before.
    """
    count = len(values)
    accounts = np.arange(count) if accounts is None else accounts
    groups = np.zeros(count, dtype=np.int64) if groups is None else groups
    learned = calibration or calibrated(values, ahead, accounts=accounts, groups=groups)
    known = Past(values, groups, ahead)
    method, amounts = known.said()
    past = looked_back(known)
    level = spread.level_of(values)
    scale = spread.scale_of(spread.signs_of_spread(values, past.missed), learned.weights, level)
    pool = np.minimum(groups, learned.groups - 1)
    by_rate = method == RATE
    if by_rate.any():
        rates = rate(values[by_rate])
        scale[by_rate] = np.abs(rates.size)
        pool[by_rate] = learned.groups + rate_pool_of(rates.chance)
    scale = np.where(np.nan_to_num(values).any(axis=1), scale, 0.0)
    return RunRates(method, amounts[:, :ahead], scale, pool, past, learned)
