"""Histories: monthly series of unlike length in one matrix that ends in the same month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

YEAR = 12
Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

# As many series at a time as keep a step of the smoothing within a core's own cache.
_BLOCK = 512


def histories(series: Sequence[Sequence[float]]) -> Matrix:
    """One row per series, one column per month, the last month last; NaN before a series begins."""
    months = max((len(each) for each in series), default=0)
    values = np.full((len(series), months), np.nan)
    for row, each in zip(values, series, strict=True):
        row[months - len(each) :] = each
    return values


def lengths(values: Matrix) -> Counts:
    """How many months each series has."""
    months: Counts = np.isfinite(values).sum(axis=1)
    return months


def until(values: Matrix, back: int) -> Matrix:
    """The same series as they were known so many months before their end."""
    return values[:, : values.shape[1] - back] if back < values.shape[1] else values[:, :0]


def blocks(values: Matrix) -> Iterator[tuple[Counts, Matrix]]:
    """Rows by row number, the longest series first, in blocks without their empty columns."""
    order = np.argsort(-lengths(values), kind="stable")
    for first in range(0, len(order), _BLOCK):
        rows = order[first : first + _BLOCK]
        longest = max(int(lengths(values[rows[:1]])[0]), 1)
        yield rows, values[rows, max(values.shape[1] - longest, 0) :]


def mean_of(values: Matrix) -> Vector:
    """Each row's mean over what is there; 0 where nothing is."""
    mean: Vector = np.nansum(values, axis=1) / np.maximum(lengths(values), 1)
    return mean
