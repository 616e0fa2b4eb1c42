"""Parts: several rows on one side that are one on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

from saldo.ledger.matching.board import Board, compatible
from saldo.ledger.matching.entries import Kind, Ours, Reason, Theirs, whole
from saldo.ledger.matching.numbers import base, forms, mentioned, telling

MOST_PARTS = 4
_MOST_POSTINGS = 20
_MOST_CANDIDATES = 14
_PAYMENT_DAYS = 5
Row = TypeVar("Row")


def match_parts(board: Board) -> None:
    """One document posted in several rows of its number, and one row that names several of ours."""
    _posted_in_parts(board)
    _posted_together(board)


def match_payment_parts(board: Board) -> None:
    """A payment that is up to four on the other side, days near, where only one way adds up."""
    paid = [row for row in board.free if row.kind in (None, Kind.payment) and row.day]
    received = [o for o in board.ours.values() if o.kind is Kind.payment and o.value]
    theirs_near = _by_day(paid, lambda row: row.day)
    ours_near = _by_day(received, lambda other: other.day)
    for other in received:
        near = [row for row in theirs_near(other.day) if _may_be_paid(row, other)]
        near = [row for row in near if row.line in board.theirs]
        days = [[row for row in near if row.day == day] for day in {row.day for row in near}]
        parts = _only_way([*days, near], whole(other.value), _value)
        if parts:
            board.take(parts, [other], Reason.payment_parts)
    for row in paid:
        mates = [other for other in ours_near(row.day) if _may_be_paid(row, other)]
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
        if (stated := day(row)) is not None:
            found[stated.toordinal()].append(row)

    def near(about: date | None) -> list[Row]:
        middle = about.toordinal() if about else 0
        span = range(middle - _PAYMENT_DAYS, middle + _PAYMENT_DAYS + 1)
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


def _posted_in_parts(board: Board) -> None:
    for key, rows in _groups(board.free).items():
        free = [row for row in rows if row.line in board.theirs]
        if not 2 <= len(free) <= _MOST_POSTINGS:
            continue
        total = sum(whole(row.value) for row in free)
        fitting = [
            other
            for other in board.known_as(*key)
            if total in (whole(other.value), whole(other.amount))
            and all(compatible(row, other) for row in free)
        ]
        if total and len(fitting) == 1:
            board.take(free, fitting, Reason.parts)


def _groups(rows: Iterable[Theirs]) -> dict[tuple[str, str], list[Theirs]]:
    groups: dict[tuple[str, str], list[Theirs]] = defaultdict(list)
    for row in rows:
        if row.number:
            whole_number, part_of = forms(row.number), forms(base(row.number))
            keys = [
                form
                for each in (whole_number, part_of)
                for form in (each.plain, each.digits, each.joined)
            ]
            for key in dict.fromkeys(key for key in keys if key):
                groups[row.currency, key].append(row)
    return groups


def _posted_together(board: Board) -> None:
    for row in board.free:
        named = {
            other.key: other
            for word in mentioned(f"{row.number or ''} {row.text}")
            for form in (forms(word).plain, forms(word).digits, forms(word).joined)
            if telling(form)
            for other in board.known_as(row.currency, form)
            if compatible(row, other)
        }
        total = sum(whole(other.value) for other in named.values())
        if 2 <= len(named) <= _MOST_POSTINGS and total and total == whole(row.value):
            board.take([row], named.values(), Reason.parts)


def _value(row: Theirs) -> int:
    return whole(row.value)


def _our_value(other: Ours) -> int:
    return whole(other.value)


def _may_be_paid(row: Theirs, other: Ours) -> bool:
    return row.currency == other.currency and (row.value < 0) == (other.value < 0)
