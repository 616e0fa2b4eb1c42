"""Combination: the mean of six forecasts, which on the M3 monthly series beats each of them.

Theta and damped Holt, each: seasonally adjusted where a test says so; always, with shrunken
indices; and where the test says so on the log scale.
"""

from __future__ import annotations

import numpy as np

from saldo.forecast.histories import Mask, Matrix, blocks
from saldo.forecast.seasonality import by_column, by_step, indices, is_seasonal
from saldo.forecast.smoothing import damped, theta


def combined(values: Matrix, ahead: int) -> Matrix:
    """One row per series, one column per month ahead.

    Series that never touch zero are adjusted by factors, and forecast not below zero; others by
    differences, and the log scale is left out of their mean. A year and a half is the least to
    give it; shorter series are for `shortages`.
    """
    forecast = np.full((len(values), ahead), np.nan)
    for rows, block in blocks(values):
        forecast[rows] = _block(block, ahead)
    return forecast


def _block(values: Matrix, ahead: int) -> Matrix:
    positive: Mask = np.nanmin(values, axis=1) > 0
    seasonal = is_seasonal(values)
    always = _two(values, ahead, multiplied=positive, adjusted=np.ones_like(seasonal))
    tested = always.copy()
    plain = ~seasonal
    if plain.any():
        tested[plain] = _two(
            values[plain], ahead, multiplied=positive[plain], adjusted=seasonal[plain]
        )
    total = always + tested
    if positive.any():
        total[positive] += _on_log_scale(values[positive], ahead)
    total /= np.where(positive, 6, 4)[:, None]
    return np.where(positive[:, None], np.maximum(total, 0), total)


def _two(values: Matrix, ahead: int, *, multiplied: Mask, adjusted: Mask) -> Matrix:
    """Theta and damped Holt of the seasonally adjusted series, added up."""
    if not adjusted.any():
        return theta(values, ahead) + damped(values, ahead)
    neutral = np.where(multiplied, 1.0, 0.0)[:, None]
    index = np.where(adjusted[:, None], indices(values, multiplied=multiplied), neutral)
    past, future = by_column(index, values.shape[1]), by_step(index, ahead)
    factor = multiplied[:, None]
    bare = np.where(factor, values / np.where(factor, past, 1.0), values - past)
    total = theta(bare, ahead) + damped(bare, ahead)
    return np.where(factor, total * future, total + 2 * future)


def _on_log_scale(values: Matrix, ahead: int) -> Matrix:
    logs = np.log(values)
    index = np.where(
        is_seasonal(logs)[:, None], indices(logs, multiplied=np.zeros(len(logs), dtype=bool)), 0.0
    )
    bare = logs - by_column(index, logs.shape[1])
    future = by_step(index, ahead)
    # a trend on the log scale explodes: e times the most there ever was is enough
    most = np.nanmax(logs, axis=1)[:, None] + 1
    both = theta(bare, ahead) + future, damped(bare, ahead) + future
    total: Matrix = sum(np.exp(np.minimum(each, most)) for each in both)
    return total
