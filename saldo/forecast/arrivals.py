"""Arrivals: when an open delivery is expected, from what became of earlier promises like it.

A promise's miss is how many days after it the delivery was complete. What is expected of an open
line are the misses of those earlier promises that, as many days before or after their own date,
were still open and in the same state: confirmed or only wished for, sent or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

LOW, MIDDLE, HIGH = 10, 50, 90
FEWEST = 10
_NEVER = date.max.toordinal()
_DAY = timedelta(days=1)
Days = npt.NDArray[np.int64]


class Basis(StrEnum):
    """What an expected date rests on, the nearest first."""

    group = "own_group"
    all = "own_all"
    promise = "promise_alone"


@dataclass(frozen=True, slots=True)
class Phase:
    """A date that stood for a delivery, from `given_on` until the day before `until_on`.

    `left_on` is the day its first part was sent, `completed` the day all of it had come.
    """

    group: str
    confirmed: bool
    given_on: date
    until_on: date | None
    promised_on: date
    left_on: date | None
    completed: date | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a delivery is expected, with an 80 % range where there is history enough.

    `past` is how many earlier promises it rests on; `misses` are theirs in days, in order.
    """

    promised_on: date
    expected: date
    earliest: date | None
    latest: date | None
    basis: Basis
    past: int
    misses: tuple[int, ...] = ()

    def risk_after(self, day: date) -> int | None:
        """The chance in per cent that it comes after a day; None without history."""
        if not self.misses:
            return None
        allowed = (day - self.promised_on).days
        later = sum(1 for miss in self.misses if miss > allowed)
        return round(100 * later / len(self.misses))


@dataclass(frozen=True, slots=True)
class Backtest:
    """What would have been said earlier, against what came. Errors are mean absolute days.

    `covered` counts forecasts whose range held; `promise_error` is what the latest promise (the
    next day, where it had passed) missed by on the same days.
    """

    forecasts: int
    covered: int
    error: float
    promise_error: float


class History:
    """The phases of one account's deliveries. Questions are answered from these alone."""

    def __init__(self, phases: Iterable[Phase]) -> None:
        self._phases = tuple(phases)
        self._groups = np.array([phase.group for phase in self._phases], dtype=object)
        self._confirmed = np.array([phase.confirmed for phase in self._phases], dtype=bool)
        self._given = _ordinals([phase.given_on for phase in self._phases])
        self._promised = _ordinals([phase.promised_on for phase in self._phases])
        self._left = _ordinals([phase.left_on for phase in self._phases])
        self._completed = _ordinals([phase.completed for phase in self._phases])
        self._misses = self._completed - self._promised
        self._until = np.minimum(
            _ordinals([phase.until_on for phase in self._phases]), self._completed
        )

    def arrival(self, phase: Phase, day: date) -> Arrival:
        """When a delivery that is open on `day` in this phase is expected.

        By its group's own promises where they are enough, else by all; the promised date itself
        (the next day, where it has passed) and no range where those are too few.
        """
        alike = self._alike(phase, day)
        for basis, chosen in (
            (Basis.group, alike & (self._groups == phase.group)),
            (Basis.all, alike),
        ):
            if np.count_nonzero(chosen) >= FEWEST:
                return _expected(phase.promised_on, np.sort(self._misses[chosen]), basis)
        plain = max(phase.promised_on, day + _DAY)
        return Arrival(phase.promised_on, plain, None, None, Basis.promise, 0)

    def open_on(self, day: date) -> list[Phase]:
        """The phases that stood for a delivery still open on a day."""
        at = day.toordinal()
        found = (self._given <= at) & (at < self._until)
        return [self._phases[place] for place in np.flatnonzero(found)]

    def _alike(self, phase: Phase, day: date) -> npt.NDArray[np.bool_]:
        """Complete by `day`, and once open in the same state as far from their own date."""
        at = np.maximum(self._given, self._promised + (day - phase.promised_on).days)
        has_left = phase.left_on is not None and phase.left_on <= day
        alike: npt.NDArray[np.bool_] = (
            (self._completed <= day.toordinal())
            & (at < self._until)
            & (self._confirmed == phase.confirmed)
            & ((self._left <= at) == has_left)
        )
        return alike


def backtest(
    histories: Sequence[History], days: Sequence[date], as_of: date, *, most: int = 3000
) -> Backtest:
    """What would have been said on each of these days of all that was open then.

    Only what was complete by that day is used for it. A delivery still open at `as_of` counts as
    missed once its range has passed, and not at all before. Stops after `most` forecasts.
    """
    said = [each for day in days for history in histories for each in _said(history, day)][:most]
    scored = [
        (arrival, completed, day)
        for arrival, completed, day in said
        if arrival.latest is not None and (completed or arrival.latest < as_of)
    ]
    known = [(arrival, completed, day) for arrival, completed, day in scored if completed]
    covered = sum(
        1
        for arrival, completed, _ in known
        if arrival.earliest and arrival.latest and arrival.earliest <= completed <= arrival.latest
    )
    errors = [abs((arrival.expected - completed).days) for arrival, completed, _ in known]
    promised = [
        abs((max(arrival.promised_on, day + _DAY) - completed).days)
        for arrival, completed, day in known
    ]
    return Backtest(len(scored), covered, _mean(errors), _mean(promised))


def _said(history: History, day: date) -> list[tuple[Arrival, date | None, date]]:
    known: dict[Phase, Arrival] = {}
    found = []
    for phase in history.open_on(day):
        if phase not in known:
            known[phase] = history.arrival(phase, day)
        found.append((known[phase], phase.completed, day))
    return found


def _expected(promised_on: date, misses: Days, basis: Basis) -> Arrival:
    """The middle of sorted misses, and the ranks between which the next one falls in four of five.

    Ranks are of n + 1, the next one included, so that few misses give a wide range.
    """
    many = len(misses)
    ranks = (
        max((many + 1) * LOW // 100, 1),
        -(-many * MIDDLE // 100),
        min(-(-(many + 1) * HIGH // 100), many),
    )
    low, middle, high = (promised_on + int(misses[rank - 1]) * _DAY for rank in ranks)
    return Arrival(promised_on, middle, low, high, basis, many, tuple(misses.tolist()))


def _ordinals(days: Sequence[date | None]) -> Days:
    return np.array([_NEVER if day is None else day.toordinal() for day in days], dtype=np.int64)


def _mean(errors: Sequence[int]) -> float:
    return sum(errors) / len(errors) if errors else 0.0
