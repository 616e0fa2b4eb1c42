"""Backtest: what the forecast would have said a year ago, beside what came (rule 31)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saldo.forecast.histories import YEAR, Counts, Matrix, Vector, lengths, mean_of, until
from saldo.forecast.ladder import Groups, expected

_FEWEST = 3


@dataclass(frozen=True, eq=False, slots=True)
class Backtest:
    """Per series the last twelve months as said before them; NaN rows where nobody could say.

    `missed` is the forecast's mean error, `by_last_year` that of last year's same month and
    `by_mean` that of the mean before (each in the series' own money, NaN where there is none).
    """

    method: Counts
    said: Matrix
    missed: Vector
    by_last_year: Vector
    by_mean: Vector


def looked_back(values: Matrix, groups: Groups | None = None) -> Backtest:
    """What would have been said of the last twelve months from the months before them."""
    before, came = until(values, YEAR), values[:, -YEAR:]
    months = lengths(before) if before.size else np.zeros(len(values), dtype=np.int64)
    method, said = (
        expected(before, YEAR, groups)
        if before.size
        else (np.zeros(len(values), dtype=np.int64), np.zeros((len(values), YEAR)))
    )
    said[months < _FEWEST] = np.nan
    came = np.pad(came, ((0, 0), (YEAR - came.shape[1], 0)), constant_values=np.nan)
    last_year = (
        before[:, -YEAR:] if before.shape[1] >= YEAR else np.full((len(values), YEAR), np.nan)
    )
    mean = np.where(months >= _FEWEST, mean_of(before), np.nan)
    return Backtest(
        method,
        said,
        _error(came, said),
        _error(came, last_year),
        _error(came, np.repeat(mean[:, None], YEAR, axis=1)),
    )


def _error(came: Matrix, said: Matrix) -> Vector:
    error: Vector = np.abs(came - said).mean(axis=1)
    return error
