"""Smoothing: simple, Theta and damped Holt, for many series and settings at once.

Every function takes a block of `histories.blocks`: the longest series first, all ending in the
last column. So at any month the series that have begun are the first ones, and a step of the
smoothing is one operation over settings × series.
"""

from __future__ import annotations

import numpy as np

from saldo.forecast.histories import YEAR, Counts, Matrix, Vector, lengths

_LEVELS = np.array([0.05, 0.15, 0.3, 0.5, 0.7, 0.9])
_DAMPED = np.array(
    [
        (level, trend, damping)
        for level in (0.1, 0.35, 0.75)
        for trend in (0.03, 0.12)
        for damping in (0.82, 0.9, 0.95, 0.98)
    ]
)
_WARM_UP = 3  # the first errors say more of the start values than of the setting


def simple(values: Matrix) -> Vector:
    """Per series the smoothed level at its end, by the setting with the least squared error."""
    months = values.T
    begun, first = _begun(values)
    start = np.array([_head(values, first, _WARM_UP)]).repeat(len(_LEVELS), axis=0)
    level, lost = start, np.zeros_like(start)
    share = _LEVELS[:, None]
    for at, (active, warm) in enumerate(begun):
        error = months[at, :active] - level[:, :active]
        level[:, :active] += share * error
        lost[:, :warm] += error[:, :warm] ** 2
    best = lost.argmin(axis=0)
    chosen: Vector = level[best, np.arange(len(values))]
    return chosen


def theta(values: Matrix, ahead: int) -> Matrix:
    """Half the straight line through a series, half the smoothed line that bends twice as much."""
    at = np.arange(values.shape[1], dtype=np.float64)
    there = np.isfinite(values)
    count = np.maximum(there.sum(axis=1), 1)
    middle = (there * at).sum(axis=1) / count
    mean = np.nansum(values, axis=1) / count
    off = np.where(there, at - middle[:, None], 0.0)
    slope = (off * np.nan_to_num(values)).sum(axis=1) / np.maximum((off**2).sum(axis=1), 1e-9)

    def line(months: Vector) -> Matrix:
        straight: Matrix = mean[:, None] + slope[:, None] * (months - middle[:, None])
        return straight

    level = simple(2 * values - line(at))
    return (line(len(at) + np.arange(ahead, dtype=np.float64)) + level[:, None]) / 2


def damped(values: Matrix, ahead: int) -> Matrix:
    """Level and a trend that fades, by the setting with the least squared error."""
    months = values.T
    begun, first = _begun(values)
    share, trend_share, fade = (column[:, None] for column in _DAMPED.T)
    bent = share * trend_share
    start, slope = _start(values, first)
    level = np.array([start]).repeat(len(_DAMPED), axis=0)
    trend = np.array([slope / 2]).repeat(len(_DAMPED), axis=0)
    lost = np.zeros_like(level)
    for at, (active, warm) in enumerate(begun):
        faded = trend[:, :active]
        faded *= fade
        ahead_of = level[:, :active]
        ahead_of += faded
        error = months[at, :active] - ahead_of
        lost[:, :warm] += error[:, :warm] ** 2
        faded += bent * error
        error *= share
        ahead_of += error
    best, every = lost.argmin(axis=0), np.arange(len(values))
    reach = np.cumsum(_DAMPED[best, 2][:, None] ** np.arange(1, ahead + 1), axis=1)
    forecast: Matrix = level[best, every][:, None] + reach * trend[best, every][:, None]
    return forecast


def _begun(values: Matrix) -> tuple[list[tuple[int, int]], Counts]:
    """Per month how many series have begun, and how many are past warming up; their first month."""
    months = values.shape[1]
    first = months - lengths(values)
    at = np.arange(months)
    active = np.searchsorted(first, at, side="right")
    warm = np.searchsorted(first, at - _WARM_UP, side="right")
    return list(zip(active.tolist(), warm.tolist(), strict=True)), first


def _head(values: Matrix, first: Counts, months: int) -> Vector:
    """The mean of each series' first months."""
    at = np.arange(values.shape[1])
    early = (at >= first[:, None]) & (at < first[:, None] + months)
    mean: Vector = np.where(early, np.nan_to_num(values), 0).sum(axis=1) / np.maximum(
        early.sum(axis=1), 1
    )
    return mean


def _start(values: Matrix, first: Counts) -> tuple[Vector, Vector]:
    """Level just before each series begins and slope a month: the line through its first year."""
    since = np.arange(values.shape[1]) - first[:, None]
    early = ((since >= 0) & (since < YEAR)).astype(np.float64)
    count = np.maximum(early.sum(axis=1), 1)
    known = np.where(early > 0, np.nan_to_num(values), 0.0)
    middle = (early * since).sum(axis=1) / count
    off = early * (since - middle[:, None])
    slope = (off * known).sum(axis=1) / np.maximum((off**2).sum(axis=1), 1e-9)
    return known.sum(axis=1) / count - slope * (middle + 1), slope
