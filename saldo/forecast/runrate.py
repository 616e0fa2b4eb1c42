"""Run-rate: uncontracted spend if it goes on as before, with a range (rules 29, 31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from saldo.ledger.money import ZERO, prorate, round_amount

YEAR = 12
SEASONAL = "same_months_and_last_year"
MEAN = "mean"
_FEWEST_FOR_RANGE = 3
_ORIGINS = 24


@dataclass(frozen=True, slots=True)
class RunRate:
    """A series' forecast: an amount per month ahead, its method's name, and its past errors.

    `errors` are actual less forecast, one month ahead, from this series' own history, oldest
    first; empty where there is too little of it to state a range. `floor` is the least a month
    has been: 0, or below where credits outweighed what was billed.
    """

    method: str
    amounts: tuple[Decimal, ...]
    errors: tuple[Decimal, ...]
    floor: Decimal = ZERO

    def band(self, step: int, currency: str) -> tuple[Decimal, Decimal] | None:
        """The 10th and 90th percentile so many months ahead (0 is the first), around the amount."""
        if not self.errors:
            return None
        amount = self.amounts[step]
        tenths = quantiles(self.errors, n=10, method="inclusive")
        low = round_amount(amount + tenths[0], currency)
        high = round_amount(amount + tenths[-1], currency)
        return min(max(low, self.floor), amount), max(high, amount)


def run_rate(history: Sequence[Decimal], *, ahead: int, currency: str) -> RunRate:
    """The forecast of a monthly series, oldest first, for the months after its last.

    From twelve months on: half the mean of the same month in the last two years, half the mean
    of the last twelve months. Before that: the mean of what there is. Nothing at all gives zeros.
    """
    return RunRate(
        method=SEASONAL if len(history) >= YEAR else MEAN,
        amounts=tuple(_expected(history, step, currency) for step in range(ahead)),
        errors=_errors(history, currency),
        floor=min([ZERO, *history]),
    )


def _expected(history: Sequence[Decimal], step: int, currency: str) -> Decimal:
    months = len(history)
    if months == 0:
        return ZERO
    if months < YEAR:
        return prorate(sum(history, ZERO), 1, months, currency)
    first = months - YEAR + step % YEAR
    same = [history[i] for i in (first, first - YEAR) if i >= 0]
    last = sum(history[-YEAR:], ZERO)
    return prorate(sum(same, ZERO) * YEAR + last * len(same), 1, 2 * YEAR * len(same), currency)


def _errors(history: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """One-month-ahead errors at the latest origins; under a year, distances from the mean."""
    months = len(history)
    if months < _FEWEST_FOR_RANGE:
        return ()
    if months < YEAR + _FEWEST_FOR_RANGE:
        mean = prorate(sum(history, ZERO), 1, months, currency)
        return tuple(amount - mean for amount in history)
    origins = range(max(YEAR, months - _ORIGINS), months)
    return tuple(history[at] - _expected(history[:at], 0, currency) for at in origins)
