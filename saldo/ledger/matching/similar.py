"""Similar: numbers that resemble each other. It vetoes and suggests, and never matches."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from saldo.ledger.matching.board import Board, agrees, amounts_of, apart, compatible
from saldo.ledger.matching.entries import Kind, Ours, Suggestion, Theirs, whole
from saldo.ledger.matching.numbers import forms

_MOST_EDITS = 2
_MOST_ROWS = 2_000
_LEAST_ALIKE = 80
_LEAST = 50
_BEST = 3
_NEAR_DAYS = 60


def alike(number: str, other: str) -> bool:
    """True where one may be the other mistyped, cut or lengthened: digits swapped, a zero more."""
    left, right = forms(number), forms(other)
    pairs = [(left.digits, right.digits), *((a, b) for a in left.cores for b in right.cores)]
    for one, two in pairs:
        if not one or not two:
            continue
        short, long = sorted((one, two), key=len)
        if len(short) >= 3 and short in long:
            return True
        edits = 1 if len(short) < 4 else _MOST_EDITS
        if abs(len(long) - len(short)) <= edits and OSA.distance(one, two) <= edits:
            return True
    return not forms(number).digits


def suggestions(board: Board) -> tuple[Suggestion, ...]:
    """Up to three of our free rows for each free row of theirs, the likeliest first."""
    rows = [row for row in board.free if row.kind is not Kind.opening][:_MOST_ROWS]
    others = [other for other in board.ours.values() if other.value][:_MOST_ROWS]
    found: list[Suggestion] = []
    near = _alike_numbers(rows, others)
    for at, row in enumerate(rows):
        candidates = {other.key: other for other in (others[to] for to in near.get(at, ()))}
        for amount in {f"{whole(row.value)}", f"{whole(row.amount)}"} - {"0"}:
            for other in board.having(amounts_of, row.currency, amount):
                if other.value and apart(row, other) <= _NEAR_DAYS:
                    candidates[other.key] = other
        scored = sorted(
            (-_confidence(row, other), other.key)
            for other in candidates.values()
            if other.currency == row.currency and compatible(row, other)
        )
        found += [
            Suggestion(row.line, key, -score) for score, key in scored[:_BEST] if -score >= _LEAST
        ]
    return tuple(found)


def _alike_numbers(rows: list[Theirs], others: list[Ours]) -> dict[int, list[int]]:
    texts = [forms(row.number or "").plain for row in rows]
    known = [forms(other.number).plain for other in others]
    if not texts or not known:
        return {}
    scores = process.cdist(texts, known, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    near: dict[int, list[int]] = {}
    for at, to in zip(*scores.nonzero(), strict=True):
        near.setdefault(int(at), []).append(int(to))
    return near


def _confidence(row: Theirs, other: Ours) -> int:
    score = 0.35 * fuzz.ratio(forms(row.number or "").plain, forms(other.number).plain)
    score += 40 if agrees(row, other) else 0
    days = apart(row, other)
    score += 14 if days == 0 else 8 if days <= 7 else 0
    return round(score)
