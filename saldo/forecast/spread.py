"""Spread: how wide a forecast's error is, learned from all series at an earlier origin.

Errors are divided by a scale of each series' own, so that they can be pooled: a steady account
and a jumpy one share the shape of their errors and keep their own size.
"""

from __future__ import annotations

import numpy as np

from saldo.forecast.histories import YEAR, Matrix, Vector, lengths, mean_of

_TINY = 1e-4
_STEPS = 36
# A young series is taken to be as jumpy as most, the less the longer it has been seen.
_SURE, _TYPICAL = 24, 0.3
# Where few series can teach it: what the M3 monthly series say at an earlier origin.
USUAL = np.array([-0.25, 0.40, 0.20, 0.32])
_USUAL_WEIGHT = 20.0


def level_of(values: Matrix) -> Vector:
    """The usual size of each series: its mean distance from zero in the last twelve months."""
    return mean_of(np.abs(values[:, -YEAR:])) + 1e-9


def signs_of_spread(values: Matrix, missed: Vector) -> Matrix:
    """Per series a one and three logs: error of last year's month, one-step change, own backtest.

    `missed` is the mean error of the forecast in the series' own last year, NaN where there was
    too little before it. All as shares of the series' level.
    """
    level = level_of(values)
    months = lengths(values)
    step = mean_of(np.abs(np.diff(values, axis=1))[:, -_STEPS:]) / level
    yearly = mean_of(np.abs(values[:, YEAR:] - values[:, :-YEAR])) / level
    yearly = np.where(months > YEAR, yearly, step)
    own = np.where(np.isfinite(missed), missed / level, yearly)
    sure = np.minimum(months / _SURE, 1)
    logs = (
        sure * np.log(each + _TINY) + (1 - sure) * np.log(_TYPICAL) for each in (yearly, step, own)
    )
    return np.stack([np.ones(len(values)), *logs], axis=1)


def learned(signs: Matrix, errors: Matrix, level: Vector) -> Vector:
    """The weights of `signs` in the log of the mean error, drawn to the usual where few teach."""
    size = np.log(np.abs(errors).mean(axis=1) / level + _TINY)
    pulled = signs.T @ signs + _USUAL_WEIGHT * np.eye(signs.shape[1])
    weights: Vector = np.linalg.solve(pulled, signs.T @ size + _USUAL_WEIGHT * USUAL)
    return weights


def scale_of(signs: Matrix, weights: Vector, level: Vector) -> Vector:
    """The expected mean error of each series, in its own money."""
    scale: Vector = level * np.exp(signs @ weights)
    return scale
