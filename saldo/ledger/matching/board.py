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
from saldo.ledger.matching.numbers import forms

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
        self._all_ours = tuple(ours)
        self._indexes: dict[OurKeys, Mapping[tuple[str, str], list[Ours]]] = {}

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

    def having(self, keys: OurKeys, currency: str, key: str) -> list[Ours]:
        """Our free rows that have that key by these keys."""
        return [row for row in self._index(keys).get((currency, key), ()) if row.key in self.ours]

    def known_as(self, currency: str, form: str) -> list[Ours]:
        """Our free rows known by that form, with or without a year."""
        found = [*self.having(our_normal, currency, form), *self.having(our_core, currency, form)]
        return list({row.key: row for row in found}.values())

    def _index(self, keys: OurKeys) -> Mapping[tuple[str, str], list[Ours]]:
        """All our rows by currency and key, made once for each kind of keys."""
        if keys not in self._indexes:
            found: dict[tuple[str, str], list[Ours]] = defaultdict(list)
            for row in self._all_ours:
                for key in dict.fromkeys(keys(row)):
                    found[row.currency, key].append(row)
            self._indexes[keys] = found
        return self._indexes[keys]

    def pair(
        self, keys: Keys, our_keys: OurKeys, fits: Fits, reason: Reason, *, most_days: int = FAR
    ) -> None:
        """Match rows that share a key and fit: each with the nearest in days, where one is.

        Where two of ours are equally near nothing is taken; of two of theirs the upper one is.
        """
        wanted: dict[str, tuple[int, int]] = {}
        for row in self.free:
            sharing = {
                o.key: o for key in keys(row) for o in self.having(our_keys, row.currency, key)
            }
            near = _nearest(row, [o for o in sharing.values() if fits(row, o)], most_days)
            if near is None:
                continue
            distance, key = near
            if key not in wanted or (distance, row.line) < wanted[key]:
                wanted[key] = (distance, row.line)
        for key, (_, line) in wanted.items():
            self.take([self.theirs[line]], [self.ours[key]], reason)


def _nearest(row: Theirs, others: Sequence[Ours], most_days: int) -> tuple[int, str] | None:
    near = sorted((apart(row, other), other.key) for other in others)
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


def long_forms(number: str) -> list[str]:
    """A number's forms that keep all of its digits."""
    found = forms(number)
    return list(dict.fromkeys(form for form in (found.plain, found.digits, found.joined) if form))


def our_exact(other: Ours) -> list[str]:
    """Our number and the others it is known by, as they are written."""
    return [other.number, *other.others]


def our_normal(other: Ours) -> list[str]:
    """The long forms of all of them."""
    return [form for number in our_exact(other) for form in long_forms(number)]


def our_core(other: Ours) -> list[str]:
    """Our number without a year."""
    return [*forms(other.number).cores]


def amounts_of(other: Ours) -> tuple[str, ...]:
    """Our amounts as keys: of the whole document, and of what is left."""
    return (f"{whole(other.value)}", f"{whole(other.amount)}")


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
