"""Paths: the range of a sum of forecasts, from drawn errors and never from added bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from zlib import crc32

import numpy as np
import numpy.typing as npt

from saldo.ledger.money import round_amount

PATHS = 500
Paths = npt.NDArray[np.float64]


def error_paths(errors: Mapping[str, Sequence[Sequence[Decimal]]], *, months: int) -> Paths:
    """The summed errors of many series, as PATHS × months.

    `errors` holds each account's series. The series of one account share the months that are
    drawn (what moves one category moves the others), accounts are drawn apart. The same errors
    always give the same paths, and a month's do not depend on how many follow it.
    """
    total: Paths = np.zeros((PATHS, months))
    for account, series in errors.items():
        drawn = np.random.default_rng(crc32(account.encode())).integers(
            0, max((len(each) for each in series), default=0) or 1, size=(months, PATHS)
        )
        for each in series:
            if each:
                values = np.array(each, dtype=np.float64)
                total += values[drawn.T % len(values)]
    return total


def band(
    amount: Decimal, errors: Paths, currency: str, *, least: Decimal | None = None
) -> tuple[Decimal, Decimal]:
    """The 10th and 90th percentile around an amount; `errors` are one sum per path.

    `least` is a floor under the range, as what is known already.
    """
    low, high = (
        round_amount(amount + Decimal(repr(float(error))), currency)
        for error in np.quantile(errors, (0.1, 0.9))
    )
    if least is not None:
        low = max(low, least)
    return min(low, amount), max(high, amount)
