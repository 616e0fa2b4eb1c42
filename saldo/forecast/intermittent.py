"""Intermittent series: how often something is billed, how much then, and the mean rate of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saldo.forecast.histories import Mask, Matrix, Vector, lengths

_ZEROS = 0.3
_SEEN = 36
_QUIET = 3  # times as long as between two of them, and it has ended
_SHARE_OF_CHANCE, _SHARE_OF_SIZE = 0.1, 0.1


@dataclass(frozen=True, eq=False, slots=True)
class Rates:
    """Per series the chance that a month has anything, how much it then is, and the mean month."""

    chance: Vector
    size: Vector
    expected: Vector


def is_intermittent(values: Matrix) -> Mask:
    """Three in ten of the last three years' months, or more, are zero."""
    seen = values[:, -_SEEN:]
    found: Mask = (seen == 0).sum(axis=1) > _ZEROS * np.maximum(lengths(seen), 1)
    return found


def rate(values: Matrix) -> Rates:
    """Halfway between the plain mean of the last three years and a rate that follows (TSB).

    The latter (Teunter, Syntetos and Babai) lets the chance fall in every month without anything,
    so that what has ended fades; what was quiet three times as long as usual goes by it alone.
    """
    seen = values[:, -_SEEN:]
    there = np.isfinite(seen)
    count = np.maximum(there.sum(axis=1), 1)
    busy = there & (seen != 0)
    chance = busy.sum(axis=1) / count
    size = np.where(busy, seen, 0.0).sum(axis=1) / np.maximum(busy.sum(axis=1), 1)
    plain = chance * size
    following, typical = chance.copy(), size.copy()
    for month, is_there, is_busy in zip(seen.T, there.T, busy.T, strict=True):
        following += np.where(is_there, _SHARE_OF_CHANCE * (is_busy - following), 0.0)
        typical += np.where(is_busy, _SHARE_OF_SIZE * (np.nan_to_num(month) - typical), 0.0)
    quiet = np.where(busy.any(axis=1), np.argmax(busy[:, ::-1], axis=1), count)
    ended = quiet > _QUIET * count / np.maximum(busy.sum(axis=1), 1)
    middle = np.where(ended, following, (chance + following) / 2)
    mean = np.where(ended, following * typical, (plain + following * typical) / 2)
    return Rates(middle, np.where(middle > 0, mean / np.maximum(middle, 1e-9), 0.0), mean)


def sizes(values: Matrix) -> Vector:
    """What months with anything came to, as shares of their own series' mean, all series pooled."""
    busy = np.isfinite(values) & (values != 0)
    count = busy.sum(axis=1)
    mean = np.where(busy, values, 0.0).sum(axis=1) / np.maximum(count, 1)
    usable = (count > 1) & (mean > 0)
    shares: Vector = (values[usable] / mean[usable, None])[busy[usable]]
    return shares
