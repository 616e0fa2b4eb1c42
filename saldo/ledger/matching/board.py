"""Board: the rows of both ledgers that are still free, and what was found so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from saldo.ledger.matching.entries import (
    CONFIDENCE,
    DOUBT,
    Finding,
    Kind,
    Ours,
    Reason,
    Status,
    Theirs,
    whole,
)

Keys = Callable[[Theirs], Iterable[str]]
OurKeys = Callable[[Ours], Iterable[str]]
Fits = Callable[[Theirs, Ours], bool]
FAR = 36_500
"""More days than any two rows lie apart: for rows without a day."""


class Board:
    """What is free and what was found. A row is taken once and never given back."""

    def __init__(self, theirs: Sequence[Theirs], ours: Sequence[Ours]) -> None:
        self.theirs = {row.line: row for row in theirs}
        self.ours = {row.key: row for row in ours}
        self.found: list[Finding] = []
        self.kept_apart: frozenset[int] = frozenset()

    @property
    def free(self) -> list[Theirs]:
        """Rows of theirs that a pass may take."""
        return [row for row in self.theirs.values() if row.line not in self.kept_apart]

    def take(
        self,
        theirs: Iterable[Theirs],
        ours: Iterable[Ours],
        reason: Reason,
        *,
        status: Status | None = None,
    ) -> None:
        """Note that these belong together; without a status their amounts decide it."""
        left, right = list(theirs), list(ours)
        for row in left:
            del self.theirs[row.line]
        for other in right:
            del self.ours[other.key]
        agree = sum(whole(row.value) for row in left) == sum(whole(each.value) for each in right)
        status = status or (Status.matched if agree else Status.amount_differs)
        self.found.append(
            Finding(
                status,
                left[0].currency,
                tuple(sorted(row.line for row in left)),
                tuple(sorted(row.key for row in right)),
                reason,
                CONFIDENCE[reason] - (0 if agree or reason is Reason.manual else DOUBT),
            )
        )

    def index(self, keys: OurKeys) -> Mapping[tuple[str, str], list[Ours]]:
        """Our free rows by currency and key."""
        found: dict[tuple[str, str], list[Ours]] = defaultdict(list)
        for row in self.ours.values():
            for key in dict.fromkeys(keys(row)):
                found[row.currency, key].append(row)
        return found

    def pair(
        self, keys: Keys, our_keys: OurKeys, fits: Fits, reason: Reason, *, most_days: int = FAR
    ) -> None:
        """Match rows that share a key and fit: each with the nearest in days, where one is.

        Where two of ours are equally near nothing is taken; of two of theirs the upper one is.
        """
        index = self.index(our_keys)
        wanted: dict[str, tuple[int, int]] = {}
        for row in self.free:
            near = _nearest(row, index, keys(row), fits, most_days)
            if near is None:
                continue
            distance, key = near
            if key not in wanted or (distance, row.line) < wanted[key]:
                wanted[key] = (distance, row.line)
        for key, (_, line) in wanted.items():
            self.take([self.theirs[line]], [self.ours[key]], reason)


def _nearest(
    row: Theirs,
    index: Mapping[tuple[str, str], list[Ours]],
    keys: Iterable[str],
    fits: Fits,
    most_days: int,
) -> tuple[int, str] | None:
    found = {
        other.key: other
        for key in keys
        for other in index.get((row.currency, key), ())
        if fits(row, other)
    }
    near = sorted((apart(row, other), other.key) for other in found.values())
    if not near or near[0][0] > most_days:
        return None
    tied = len(near) > 1 and near[1][0] == near[0][0]
    return None if tied else near[0]


def apart(row: Theirs, other: Ours) -> int:
    """Days between the two; 0 where theirs has none."""
    if row.day is not None:
        return abs((row.day - other.day).days)
    if row.due is not None and other.due is not None:
        return abs((row.due - other.due).days)
    return 0


def same_day(row: Theirs, other: Ours) -> bool:
    """True where a day of theirs is stated and is ours: the issue day, else the due day."""
    stated: date | None = row.day
    if stated is not None:
        return stated == other.day
    return row.due is not None and row.due == other.due


def agrees(row: Theirs, other: Ours) -> bool:
    """True where the amounts are the same: of the whole document, or of what is left of it."""
    theirs = {whole(row.value), whole(row.amount)} - {0}
    if not theirs:
        return not other.value
    return bool(theirs & {whole(other.value), whole(other.amount)})


def opposite(row: Theirs, other: Ours) -> bool:
    """True where the amount is ours with the other sign."""
    theirs = {-whole(row.value), -whole(row.amount)} - {0}
    return bool(theirs & {whole(other.value), whole(other.amount)})


def compatible(row: Theirs, other: Ours) -> bool:
    """True where the two can be the same thing: a payment is no invoice."""
    money = (Kind.payment, Kind.settlement)
    if row.kind is Kind.opening:
        return False
    if row.kind is None:
        return True
    return (row.kind in money) == (other.kind in money)
