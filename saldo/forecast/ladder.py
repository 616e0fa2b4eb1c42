"""Ladder: which method a series' history can carry, by name, and what each of them says.

Nothing was ever billed: nothing is expected. Under a year: the mean, by the months of its peers'
year. Many months at zero: the mean rate. A year: simple smoothing. A year and a half: halfway
between that and the combination. From two years on the combination.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from saldo.forecast.combination import combined
from saldo.forecast.histories import YEAR, Counts, Mask, Matrix, blocks, lengths, mean_of
from saldo.forecast.intermittent import is_intermittent, rate
from saldo.forecast.seasonality import by_column, by_step
from saldo.forecast.smoothing import simple

NOTHING, RATE, MEAN, SMOOTHED, HALFWAY, COMBINED = range(6)
METHODS = ("nothing", "rate", "mean", "smoothed", "halfway", "combination")
_YEAR_AND_A_HALF, _TWO_YEARS = 18, 24
_FEWEST_PEERS = 10

Groups = npt.NDArray[np.int64]


def rungs(values: Matrix) -> Counts:
    """The number of each series' method in METHODS."""
    months = lengths(values)
    rung = np.digitize(months, [YEAR, _YEAR_AND_A_HALF, _TWO_YEARS]) + MEAN
    rung = np.where(is_intermittent(values) & (months >= YEAR), RATE, rung)
    return np.where(np.nan_to_num(values).any(axis=1), rung, NOTHING)


def expected(values: Matrix, ahead: int, groups: Groups | None = None) -> tuple[Counts, Matrix]:
    """Each series' method and its months ahead. `groups` says which series are peers."""
    rung = rungs(values)
    forecast = np.zeros((len(values), ahead))
    for number, method in ((COMBINED, combined), (SMOOTHED, _smoothed), (HALFWAY, _halfway)):
        rows = rung == number
        if rows.any():
            forecast[rows] = method(values[rows], ahead)
    rows = rung == RATE
    if rows.any():
        forecast[rows] = rate(values[rows]).expected[:, None]
    rows = rung == MEAN
    if rows.any():
        peers = np.zeros(len(values), dtype=np.int64) if groups is None else groups
        for group in np.unique(peers[rows]):
            own = rows & (peers == group)
            forecast[own] = _mean(values[own], ahead, _profile(values[peers == group]))
    return rung, forecast


def _smoothed(values: Matrix, ahead: int) -> Matrix:
    forecast = np.empty((len(values), ahead))
    for rows, block in blocks(values):
        forecast[rows] = simple(block)[:, None]
    return forecast


def _halfway(values: Matrix, ahead: int) -> Matrix:
    return (_smoothed(values, ahead) + combined(values, ahead)) / 2


def _mean(values: Matrix, ahead: int, profile: Matrix) -> Matrix:
    """The mean of what there is, each month taken as its share of the peers' year."""
    bare = values / by_column(profile, values.shape[1])
    return mean_of(bare)[:, None] * by_step(profile, ahead)


def _profile(values: Matrix) -> Matrix:
    """The peers' year: each month as a share of its year's mean, drawn to flat where they differ.

    From peers with two years and more that never touch zero; flat where they are few.
    """
    whole: Mask = (lengths(values) >= _TWO_YEARS) & (np.nanmin(_last(values), axis=1) > 0)
    if whole.sum() < _FEWEST_PEERS:
        return np.ones((1, YEAR))
    years = values[whole][:, -_TWO_YEARS:].reshape(int(whole.sum()), 2, YEAR)
    shares = (years / years.mean(axis=2, keepdims=True)).mean(axis=1)
    typical = np.median(shares, axis=0)
    typical /= typical.mean()
    doubt = (shares.std(axis=0) ** 2).mean() / len(shares)
    kept = 1 - doubt / max(((typical - 1) ** 2).mean(), 1e-12)
    profile: Matrix = 1 + np.clip(kept, 0, 1) * (typical - 1)[None, :]
    return profile


def _last(values: Matrix) -> Matrix:
    return np.nan_to_num(values[:, -_TWO_YEARS:])
