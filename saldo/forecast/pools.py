"""Pools: standardised error paths that ranges are drawn from, and how accounts draw from them.

A series' path is its forecast + its scale × a row of its pool. An account draws the same rows for
all its series (what moves one category moves the others); every account draws each row once, in an
order of its own. So the range of one series is its pool's, and sums are added path by path, never
bound by bound.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import numpy.typing as npt

from saldo.forecast.histories import YEAR, Matrix, Vector

PATHS = 401  # a prime: every stride through the rows meets each of them once
RATE_CHANCES = (0.03, 0.06, 0.1, 0.16, 0.24, 0.34, 0.46, 0.6, 0.75)
_GROWTH = 1.25  # of an error in the second year over the same month's in the first
_MADE = 40
_EXPERIENCE = 12.0  # months of experience behind a rate
_FEW_SIZES = 50

Rows = npt.NDArray[np.int64]
Pools = npt.NDArray[np.float64]  # pools × PATHS × months


def error_pools(errors: Pools, ahead: int) -> Pools:
    """Per group PATHS rows of standardised errors, thinned from the lowest to the highest sum.

    `errors` is groups × accounts × months measured, an account's row at the same place in every
    group; NaN where an account has no such series: another account's stands in. Months beyond
    those measured repeat the year before, a little wider. Forty made rows stand beside the
    measured ones, so that a home with one account has a range too.
    """
    whole = [_whole(each) for each in errors]
    known = np.stack([_evened(_extended(each, ahead)) for each in whole])
    order = np.argsort(known[:, :, :YEAR].sum(axis=(0, 2)), kind="stable")
    taken = order[((np.arange(PATHS) + 0.5) * len(order) / PATHS).astype(np.int64)]
    taken = np.random.default_rng(3).permutation(taken)
    pools: Pools = known[:, taken]
    return pools


def rate_pools(sizes: Vector, ahead: int) -> Pools:
    """Per chance of RATE_CHANCES, PATHS rows of compound draws about a rate.

    Is there anything, how much, less the mean; in shares of the series' usual size. The chance
    itself is drawn too: nobody knows it.
    """
    source = np.random.default_rng(4)
    if len(sizes) < _FEW_SIZES:
        sizes = np.concatenate([sizes, source.lognormal(-0.3, 0.8, PATHS)])
    pools = []
    for chance in RATE_CHANCES:
        drawn = source.beta(
            chance * _EXPERIENCE + 0.3, (1 - chance) * _EXPERIENCE + 0.3, size=(PATHS, 1)
        )
        busy = source.random((PATHS, ahead)) < drawn * (chance / drawn.mean())
        much = source.choice(sizes, size=(PATHS, ahead)) / sizes.mean()
        pools.append(np.where(busy, much, 0.0) - chance)
    return np.stack(pools)


def rate_pool_of(chance: Vector) -> Rows:
    """The nearest of RATE_CHANCES to each chance."""
    away = np.abs(np.log(np.maximum(chance, 1e-3))[:, None] - np.log(RATE_CHANCES))
    nearest: Rows = away.argmin(axis=1)
    return nearest


def drawn_rows(account: str) -> Rows:
    """The row of each path for an account: always the same for the same account."""
    seed = crc32(account.encode())
    stride = 1 + seed % (PATHS - 1)
    first = seed // (PATHS - 1) % PATHS
    rows: Rows = (first + stride * np.arange(PATHS, dtype=np.int64)) % PATHS
    return rows


def bounds(pools: Pools, share: float) -> tuple[Matrix, Matrix]:
    """Per pool and month ahead the ends of the range that holds so large a share of its rows."""
    outside = (1 - share) / 2
    low, high = np.quantile(pools, (outside, 1 - outside), axis=1)
    return low, high


def _whole(errors: Matrix) -> Matrix:
    """Rows without gaps: where there is none of an account's own, one of the group's others."""
    there = np.isfinite(errors).all(axis=1)
    source = np.random.default_rng(5)
    made = _made(errors.shape[1], source)
    own = np.concatenate([errors[there], made])
    filled = errors.copy()
    filled[~there] = own[source.integers(0, len(own), int((~there).sum()))]
    return np.concatenate([filled, made])


def _made(months: int, source: np.random.Generator) -> Matrix:
    """Errors where little is known: half of a path's error stays, half comes and goes."""
    stays, goes = source.standard_normal((_MADE, 1)), source.standard_normal((_MADE, months))
    rows: Matrix = (stays + goes) * 0.88
    return rows


def _extended(errors: Matrix, ahead: int) -> Matrix:
    while errors.shape[1] < ahead:
        more = errors[:, -YEAR:] * _GROWTH
        errors = np.concatenate([errors, more[:, : ahead - errors.shape[1]]], axis=1)
    return errors[:, :ahead]


def _evened(errors: Matrix) -> Matrix:
    """The same errors, their size made a smooth curve over the months ahead."""
    size = np.abs(errors).mean(axis=0)
    root = np.sqrt(np.arange(1, len(size) + 1))
    smooth = np.polyval(np.polyfit(root, size, min(2, len(size) - 1)), root)
    evened: Matrix = errors * (np.maximum(smooth, size.min()) / size)
    return evened
