"""Backtest: what the forecast would have said a year ago, beside what came (rule 31)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saldo.forecast.histories import YEAR, Counts, Matrix, Vector, lengths, mean_of
from saldo.forecast.past import Past

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


def looked_back(past: Past, back: int = 0) -> Backtest:
    """What would have been said, a year before `back` months ago, of the year to then."""
    before, came = past.known(back + YEAR), past.came(back + YEAR, YEAR)
    method, forecast = past.said(back + YEAR)
    enough = (lengths(before) >= _FEWEST)[:, None]
    said = np.where(enough, forecast[:, :YEAR], np.nan)
    mean = np.where(enough, mean_of(before)[:, None], np.nan)
    return Backtest(
        method,
        said,
        _error(came, said),
        _error(came, past.came(back + 2 * YEAR, YEAR)),
        _error(came, mean),
    )


def _error(came: Matrix, said: Matrix) -> Vector:
    error: Vector = np.abs(came - said).mean(axis=1)
    return error
