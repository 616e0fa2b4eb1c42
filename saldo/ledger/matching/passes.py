"""Passes: one row against one of ours, by number, by amount and day, in falling certainty."""

from __future__ import annotations

from collections.abc import Sequence

from saldo.ledger.matching.board import (
    Board,
    Fits,
    agrees,
    amounts_of,
    apart,
    compatible,
    long_forms,
    opposite,
    our_core,
    our_exact,
    our_normal,
    same_day,
)
from saldo.ledger.matching.entries import Finding, Kind, Ours, Reason, Status, Theirs, whole
from saldo.ledger.matching.numbers import forms, mentioned, telling
from saldo.ledger.matching.similar import alike

_CORE_DAYS = 92
_DIFFERING_DAYS = 31
_DUPLICATE_DAYS = 92
_FEW = 0.2
_A_HANDFUL = 5


def by_number(board: Board) -> bool:
    """Exact, normalised and mentioned numbers with agreeing amounts.

    True where their list speaks of our numbers at all, and not of its own.
    """
    before = len(board.found)
    numbered = sum(1 for row in board.free if row.number and row.kind is not Kind.payment)

    def fits(row: Theirs, other: Ours) -> bool:
        return compatible(row, other) and agrees(row, other)

    board.pair(_exact, our_exact, fits, Reason.exact_number)
    board.pair(_normal, our_normal, fits, Reason.normal_number)
    board.pair(_core, our_core, fits, Reason.normal_number, most_days=_CORE_DAYS)
    board.pair(_in_text, our_normal, fits, Reason.number_in_text)
    return _named(board, len(board.found) - before, numbered)


def _named(board: Board, matched: int, numbered: int) -> bool:
    """Many of their numbers are ours. Numbers of their own may meet ours by chance: then the
    amounts seldom agree."""
    met = sum(
        1
        for row in board.free
        if any(board.having(our_normal, row.currency, form) for form in _normal(row))
    )
    return matched + met >= _FEW * numbered and (matched * 4 >= met or met <= _A_HANDFUL)


def mark_duplicates(board: Board, theirs: Sequence[Theirs], ours: Sequence[Ours]) -> None:
    """A row that repeats one that was matched: the same number and amount once more."""
    rows, others = {row.line: row for row in theirs}, {other.key: other for other in ours}
    taken: dict[tuple[str, str, int], tuple[str, Theirs]] = {}
    for finding in board.found:
        for key in finding.ours if len(finding.theirs) == 1 else ():
            row = rows[finding.theirs[0]]
            for form in (*our_normal(others[key]), *our_core(others[key]), *_forms(row)):
                taken.setdefault((row.currency, form, whole(row.value)), (key, row))
    for row in board.free:
        found = [
            taken[row.currency, form, whole(row.value)]
            for form in _forms(row)
            if (row.currency, form, whole(row.value)) in taken
        ]
        if row.value and found and _near(row, found[0][1]):
            key, _ = found[0]
            del board.theirs[row.line]
            board.found.append(
                Finding(
                    Status.duplicate, row.currency, theirs=(row.line,),
                    reason=Reason.normal_number, confidence=95, beside=key,
                )
            )  # fmt: skip


def sign_errors(board: Board) -> None:
    """The number is ours and the amount too, but for its sign: a credit note posted as a bill."""
    for row in board.free:
        found = {
            other.key: other
            for form in _forms(row)
            for other in board.known_as(row.currency, form)
            if opposite(row, other) and _both_billed(row, other)
        }
        if len(found) == 1:
            other = next(iter(found.values()))
            board.take([row], [other], Reason.normal_number, status=Status.sign_error)


def by_amount_and_day(board: Board, *, ours_named: bool) -> None:
    """The same amount on the same day, once on each side.

    Where their list speaks of our numbers, a number that is quite another contradicts.
    """

    def fits(row: Theirs, other: Ours) -> bool:
        named = not ours_named or not row.number or alike(row.number, other.number)
        return _counts(other) and compatible(row, other) and same_day(row, other) and named

    _pair_once(board, fits, Reason.amount_and_day)


def differing_amounts(board: Board) -> None:
    """The number is ours, the amount is not; unless another of ours has that very amount."""

    def certain(row: Theirs, other: Ours) -> bool:
        if row.kind is Kind.payment or other.kind in (Kind.payment, Kind.settlement):
            return False
        if apart(row, other) > _DIFFERING_DAYS or (row.value < 0) != (other.amount < 0):
            return False
        rivals = [
            rival
            for amount in {f"{whole(row.value)}", f"{whole(row.amount)}"} - {"0"}
            for rival in board.having(amounts_of, row.currency, amount)
            if rival.key != other.key
        ]
        return not any(
            same_day(row, rival) or alike(row.number or "", rival.number) for rival in rivals
        )

    def certain_and_same_day(row: Theirs, other: Ours) -> bool:
        return certain(row, other) and same_day(row, other)

    board.pair(_exact, our_exact, certain, Reason.exact_number)
    board.pair(_telling, our_normal, certain, Reason.normal_number)
    board.pair(_normal, our_normal, certain_and_same_day, Reason.normal_number)
    board.pair(_core, our_core, certain_and_same_day, Reason.normal_number)


def _pair_once(board: Board, fits: Fits, reason: Reason) -> None:
    chosen: dict[str, list[Theirs]] = {}
    for row in board.free:
        found = {
            other.key
            for amount in _amount(row)
            for other in board.having(amounts_of, row.currency, amount)
            if fits(row, other)
        }
        if len(found) == 1:
            chosen.setdefault(found.pop(), []).append(row)
    for key, rows in chosen.items():
        if len(rows) == 1:
            board.take(rows, [board.ours[key]], reason)


def _both_billed(row: Theirs, other: Ours) -> bool:
    """A payment bears the number of what it paid, with the other sign; that is no error."""
    money = (Kind.payment, Kind.settlement)
    return row.kind not in money and other.kind not in money and apart(row, other) <= _CORE_DAYS


def _counts(other: Ours) -> bool:
    return bool(other.value) and other.kind is not Kind.payment


def _near(row: Theirs, other: Theirs) -> bool:
    return (
        row.day is None or other.day is None or abs((row.day - other.day).days) <= _DUPLICATE_DAYS
    )


def _amount(row: Theirs) -> list[str]:
    return list({f"{whole(row.value)}", f"{whole(row.amount)}"} - {"0"})


def _exact(row: Theirs) -> list[str]:
    return [row.number.strip()] if row.number else []


def _normal(row: Theirs) -> list[str]:
    return long_forms(row.number) if row.number else []


def _core(row: Theirs) -> list[str]:
    return [*forms(row.number).cores] if row.number else []


def _forms(row: Theirs) -> list[str]:
    return [*_normal(row), *_core(row)]


def _in_text(row: Theirs) -> list[str]:
    text = f"{row.number or ''} {row.text}"
    return [form for word in mentioned(text) for form in long_forms(word) if telling(form)]


def _telling(row: Theirs) -> list[str]:
    return [form for form in _normal(row) if telling(form)]
