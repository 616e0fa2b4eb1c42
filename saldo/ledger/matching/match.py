"""Match: the passes in their order, the surest first, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from saldo.ledger.matching import passes
from saldo.ledger.matching.board import Board
from saldo.ledger.matching.entries import (
    Decisions,
    Finding,
    Kind,
    Ours,
    Outcome,
    Reason,
    Status,
    Theirs,
)
from saldo.ledger.matching.numbers import forget
from saldo.ledger.matching.parts import match_parts
from saldo.ledger.matching.payments import match_payments
from saldo.ledger.matching.similar import suggestions

_ALONE_WITH_US = {
    Kind.invoice: Status.missing_with_them,
    Kind.credit_note: Status.unposted_credit,
    Kind.payment: Status.payment_unposted,
    Kind.settlement: Status.payment_unposted,
    Kind.opening: Status.before,
}
_ALONE_WITH_THEM = {Kind.payment: Status.in_transit, Kind.opening: Status.before}
NOTHING = Decisions()


def match(
    theirs: Sequence[Theirs],
    ours: Sequence[Ours],
    decisions: Decisions = NOTHING,
    *,
    since: date | None = None,
) -> Outcome:
    """What was found of every row, deterministic; `line`s and `key`s are unique on their side.

    Ours that count for nothing (settled, where open items are compared) are matched but never
    listed by themselves. `since` is the first day of a list that begins on a day: what we have
    from before it stands against their opening balance. Currencies never mix (rule 2).
    """
    board = Board(theirs, ours)
    _by_hand(board, decisions)
    ours_named = passes.by_number(board)
    match_parts(board)
    passes.mark_duplicates(board, theirs, ours)
    passes.sign_errors(board)
    passes.by_amount_and_day(board, ours_named=ours_named)
    if ours_named:
        passes.differing_amounts(board)
    match_payments(board)
    suggested = suggestions(board)
    forget()
    findings = [*board.found, *_left_over(board, since)]
    return Outcome(tuple(sorted(findings, key=_place)), suggested)


def _by_hand(board: Board, decisions: Decisions) -> None:
    """A decision about rows that are no more there is left aside."""
    board.kept_apart = decisions.alone
    for lines, keys in decisions.together:
        left = [board.theirs[line] for line in lines if line in board.theirs]
        right = [board.ours[key] for key in keys if key in board.ours]
        whole_group = len(left) == len(lines) and len(right) == len(keys)
        codes = {row.currency for row in left} | {other.currency for other in right}
        if left and right and whole_group and len(codes) == 1:
            board.take(left, right, Reason.manual)


def _left_over(board: Board, since: date | None) -> list[Finding]:
    findings = [
        Finding(
            _ALONE_WITH_THEM.get(row.kind or Kind.invoice, Status.missing_with_us),
            row.currency,
            theirs=(row.line,),
        )
        for row in board.theirs.values()
    ]
    for other in board.ours.values():
        if other.value:
            early = since is not None and other.day < since
            status = Status.before if early else _ALONE_WITH_US[other.kind]
            findings.append(Finding(status, other.currency, ours=(other.key,)))
    return findings


def _place(finding: Finding) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
    return list(Status).index(finding.status), finding.theirs, finding.ours
