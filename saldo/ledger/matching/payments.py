"""Payments: what they paid against what we received, which bear other numbers and other days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

from saldo.ledger.matching.board import Board, apart
from saldo.ledger.matching.entries import Kind, Ours, Reason, Theirs, whole

MOST_PARTS = 4
_MOST_CANDIDATES = 14
_DAYS = 5
Row = TypeVar("Row")


def match_payments(board: Board) -> None:
    """By amount, days near, where only one can be meant; then sums; then equal ones in order."""
    _alone(board)
    _sums(board)
    _alone(board)
    _in_order(board)


def only_sum(
    rows: Sequence[Row], total: int, amount: Callable[[Row], int]
) -> tuple[Row, ...] | None:
    """The two to four rows that sum to the total, None where none or several ways do."""
    if not total or not 2 <= len(rows) <= _MOST_CANDIDATES:
        return None
    ways = [
        chosen
        for size in range(2, MOST_PARTS + 1)
        for chosen in combinations(rows, size)
        if sum(map(amount, chosen)) == total
    ]
    return ways[0] if len(ways) == 1 else None


def _paid(board: Board) -> list[Theirs]:
    return [row for row in board.free if row.kind in (None, Kind.payment) and row.day and row.value]


def _received(board: Board) -> list[Ours]:
    return [o for o in board.ours.values() if o.kind is Kind.payment and o.value]


def _alone(board: Board) -> None:
    """One of theirs and one of ours of that amount within the days: the same payment."""
    for paid, received in _equal(board):
        near = [(row, other) for row in paid for other in received if apart(row, other) <= _DAYS]
        for row, other in near:
            rivals = [pair for pair in near if (pair[0] is row) != (pair[1] is other)]
            if not rivals:
                board.take([row], [other], Reason.amount_and_day)


def _in_order(board: Board) -> None:
    """Equal payments, as many on one side as on the other, belong together in the order of days."""
    for paid, received in _equal(board):
        pairs = list(zip(paid, received, strict=False))
        if len(paid) == len(received) and all(apart(*pair) <= _DAYS for pair in pairs):
            for row, other in pairs:
                board.take([row], [other], Reason.amount_and_day)


def _equal(board: Board) -> list[tuple[list[Theirs], list[Ours]]]:
    """Payments of one currency and amount, each side by day, in spells that lie apart."""
    groups: dict[tuple[str, int], tuple[list[Theirs], list[Ours]]] = defaultdict(lambda: ([], []))
    for row in _paid(board):
        groups[row.currency, whole(row.value)][0].append(row)
    for other in _received(board):
        groups[other.currency, whole(other.value)][1].append(other)
    return [spell for group in groups.values() if all(group) for spell in _spells(*group)]


def _spells(
    paid: Sequence[Theirs], received: Sequence[Ours]
) -> list[tuple[list[Theirs], list[Ours]]]:
    days = sorted({_day(row.day) for row in paid} | {other.day.toordinal() for other in received})
    spell_of: dict[int, int] = {}
    for at, day in enumerate(days):
        new = at == 0 or day - days[at - 1] > _DAYS
        spell_of[day] = spell_of[days[at - 1]] + new if at else 0
    spells: list[tuple[list[Theirs], list[Ours]]] = [
        ([], []) for _ in range(max(spell_of.values()) + 1)
    ]
    for row in sorted(paid, key=lambda each: (_day(each.day), each.line)):
        spells[spell_of[_day(row.day)]][0].append(row)
    for other in sorted(received, key=lambda each: (each.day, each.key)):
        spells[spell_of[other.day.toordinal()]][1].append(other)
    return [spell for spell in spells if all(spell)]


def _sums(board: Board) -> None:
    """A payment that is up to four on the other side, where only one way adds up."""
    paid, received = _paid(board), _received(board)
    theirs_near = _by_day(paid, lambda row: row.day)
    ours_near = _by_day(received, lambda other: other.day)
    for other in received:
        near = [row for row in theirs_near(other.day) if _same_way(row, other)]
        near = [row for row in near if row.line in board.theirs]
        days = [[row for row in near if row.day == day] for day in {row.day for row in near}]
        parts = _only_way([*days, near], whole(other.value), _value)
        if parts:
            board.take(parts, [other], Reason.payment_parts)
    for row in paid:
        mates = [other for other in ours_near(row.day) if _same_way(row, other)]
        mates = [other for other in mates if other.key in board.ours]
        sums = _only_way([mates], whole(row.value), _our_value)
        if sums and row.line in board.theirs:
            board.take([row], sums, Reason.payment_parts)


def _by_day(
    rows: Iterable[Row], day: Callable[[Row], date | None]
) -> Callable[[date | None], list[Row]]:
    """What lies within some days of a day, in the order given."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[_day(day(row))].append(row)

    def near(about: date | None) -> list[Row]:
        span = range(_day(about) - _DAYS, _day(about) + _DAYS + 1)
        return [row for each in span for row in found.get(each, ())]

    return near


def _only_way(
    groups: Sequence[Sequence[Row]], total: int, amount: Callable[[Row], int]
) -> tuple[Row, ...] | None:
    """What sums to the total within a day, else within all of them."""
    *days, together = groups
    found: list[tuple[Row, ...]] = []
    for group in days:
        parts = only_sum(group, total, amount)
        found += [parts] if parts else []
    if found:
        return found[0] if len(found) == 1 else None
    return only_sum(together, total, amount)


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


def _value(row: Theirs) -> int:
    return whole(row.value)


def _our_value(other: Ours) -> int:
    return whole(other.value)


def _same_way(row: Theirs, other: Ours) -> bool:
    return row.currency == other.currency and (row.value < 0) == (other.value < 0)
