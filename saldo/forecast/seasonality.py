"""Seasonality: a test for it, and indices by month of the year, shrunken by how sure they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from saldo.forecast.histories import YEAR, Mask, Matrix, lengths, mean_of

_ONE_SIDED_95 = 1.645
_LEAST, _MOST = 0.05, 20.0
_YEARS_FOR_MEDIAN = 4
_Stack = npt.NDArray[np.float64]


def is_seasonal(values: Matrix) -> Mask:
    """Per series: does it move with the same month a year before (at 90 %)?

    The test of the M3 and M4 benchmarks: the autocorrelation at lag 12 against Bartlett's bound.
    Two years and a month are the least it can speak on.
    """
    months = lengths(values)
    if values.shape[1] <= YEAR:
        return np.zeros(len(values), dtype=bool)
    around = np.nan_to_num(values - mean_of(values)[:, None])
    spread = (around**2).sum(axis=1) + 1e-12
    lags = np.stack(
        [(around[:, lag:] * around[:, :-lag]).sum(axis=1) for lag in range(1, YEAR + 1)], axis=1
    )
    lags /= spread[:, None]
    bound = np.sqrt((1 + 2 * (lags[:, :-1] ** 2).sum(axis=1)) / np.maximum(months, 1))
    found: Mask = (np.abs(lags[:, -1]) > _ONE_SIDED_95 * bound) & (months > 2 * YEAR)
    return found


def indices(values: Matrix, *, multiplied: Mask) -> Matrix:
    """Per series twelve indices, the last one of the last month; around 1, or 0 where added.

    What stands beside a centred moving average, by month of the year, the mean of median and mean
    from four years on; drawn towards no season by how much the years disagree (James and Stein).
    """
    neutral = np.where(multiplied, 1.0, 0.0)[:, None]
    beside = _by_month(_beside_average(values, multiplied))
    years = np.isfinite(beside).sum(axis=1)
    found = _typical(beside, years)
    off = beside - found[:, None, :]
    count = np.maximum(np.isfinite(off).sum(axis=(1, 2)), 1)
    centre = np.nansum(off, axis=(1, 2)) / count
    doubt = np.nansum((off - centre[:, None, None]) ** 2, axis=(1, 2)) / count
    doubt /= np.maximum(years.mean(axis=1), 1)
    found = np.where(np.isfinite(found), found, neutral)
    level = found.mean(axis=1, keepdims=True)
    found = np.where(multiplied[:, None], found / np.where(level == 0, 1.0, level), found - level)
    away = ((found - neutral) ** 2).sum(axis=1)
    kept = np.clip(1 - (YEAR - 3) * doubt / np.maximum(away, 1e-12), 0, 1)[:, None]
    found = neutral + kept * (found - neutral)
    shrunken: Matrix = np.where(multiplied[:, None], np.clip(found, _LEAST, _MOST), found)
    return shrunken


def by_column(index: Matrix, months: int) -> Matrix:
    """The index of each of so many columns, the last one's last."""
    return index[:, (np.arange(months) - months) % YEAR]


def by_step(index: Matrix, ahead: int) -> Matrix:
    """The index of each month ahead."""
    return index[:, np.arange(ahead) % YEAR]


def _beside_average(values: Matrix, multiplied: Mask) -> Matrix:
    """Each value as a share of (or less) the centred average of the year around it."""
    around = np.full_like(values, np.nan)
    months = values.shape[1]
    if months > YEAR:
        weights = np.full(YEAR + 1, 1 / YEAR)
        weights[[0, -1]] /= 2
        around[:, YEAR // 2 : months - YEAR // 2] = sum(
            weight * values[:, at : months - YEAR + at] for at, weight in enumerate(weights)
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        beside: Matrix = np.where(multiplied[:, None], values / around, values - around)
    beside[~np.isfinite(beside)] = np.nan
    return beside


def _by_month(values: Matrix) -> _Stack:
    """Series × years × months of the year, the last month last."""
    short = -values.shape[1] % YEAR
    padded = np.pad(values, ((0, 0), (short, 0)), constant_values=np.nan)
    return padded.reshape(len(values), -1, YEAR)


def _typical(beside: _Stack, years: npt.NDArray[np.int64]) -> Matrix:
    """Per month of the year the mean, from four years on halfway to the median."""
    with np.errstate(invalid="ignore"):
        mean: Matrix = np.nansum(beside, axis=1) / np.where(years, years, np.nan)
    ordered = np.sort(beside, axis=1)  # NaN last
    low = np.maximum((years - 1) // 2, 0)[:, None]
    high = np.maximum(years // 2, 0)[:, None]
    high = np.minimum(high, beside.shape[1] - 1)
    middle = np.take_along_axis(ordered, low, 1) + np.take_along_axis(ordered, high, 1)
    return np.where(years >= _YEARS_FOR_MEDIAN, (mean + middle[:, 0, :] / 2) / 2, mean)
