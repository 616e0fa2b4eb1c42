"""Parts: several rows on one side that are one on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from saldo.ledger.matching.board import Board, compatible
from saldo.ledger.matching.entries import Reason, Theirs, whole
from saldo.ledger.matching.numbers import base, forms, mentioned, telling

_MOST_POSTINGS = 20


def match_parts(board: Board) -> None:
    """One document posted in several rows of its number, and one row that names several of ours."""
    _posted_in_parts(board)
    _posted_together(board)


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
