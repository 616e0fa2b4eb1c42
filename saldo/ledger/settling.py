"""Settling: which open invoices an account's credits could settle. A suggestion, nothing more."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from saldo.ledger.money import ZERO

Reason = Literal["original", "reference", "amount", "oldest"]


@dataclass(frozen=True, slots=True)
class Credit:
    """What an account has to its credit, above zero; the invoice it corrects or names, if any."""

    key: Hashable
    account: tuple[str, str]
    amount: Decimal
    day: date
    original: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """What of an invoice, or an instalment of it, is open and not contested."""

    key: Hashable
    account: tuple[str, str]
    amount: Decimal
    due: date
    number: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """So much of a credit could be set against so much of an invoice, and why this one."""

    credit: Hashable
    debt: Hashable
    amount: Decimal
    reason: Reason


def suggestions(credits: Sequence[Credit], debts: Sequence[Debt]) -> list[Suggestion]:
    """What the credits could settle, within one account and currency (rule 12), nothing twice.

    A credit note goes to the invoice it corrects, a payment to the one it names, then to one of
    just its amount, then to the oldest due first.
    """
    left = {debt.key: debt.amount for debt in debts if debt.amount > 0}
    rest = {credit.key: credit.amount for credit in credits if credit.amount > 0}
    by_due = sorted(debts, key=lambda each: (each.due, each.number))
    by_day = sorted(credits, key=lambda each: each.day)
    found: list[Suggestion] = []
    for reason, wanted, names in _PASSES:
        waiting = _waiting(by_due, left, names)
        for credit in by_day:
            queue = waiting.get((credit.account, wanted(credit, rest.get(credit.key, ZERO))))
            while queue and rest.get(credit.key):
                part = min(rest[credit.key], left[queue[0].key])
                rest[credit.key] -= part
                left[queue[0].key] -= part
                if part:
                    found.append(Suggestion(credit.key, queue[0].key, part, reason))
                if not left[queue[0].key]:
                    queue.popleft()
    return found


def _waiting(
    by_due: Sequence[Debt], left: Mapping[Hashable, Decimal], names: _Names
) -> dict[tuple[tuple[str, str], Hashable], deque[Debt]]:
    """The debts not settled yet by account and each name that a credit may ask for."""
    waiting: dict[tuple[tuple[str, str], Hashable], deque[Debt]] = defaultdict(deque)
    for debt in by_due:
        if open_amount := left.get(debt.key, ZERO):
            for name in names(debt, open_amount):
                waiting[debt.account, name].append(debt)
    return waiting


_Names = Callable[[Debt, Decimal], set[Hashable]]
_Wanted = Callable[[Credit, Decimal], Hashable]
_PASSES: tuple[tuple[Reason, _Wanted, _Names], ...] = (
    ("original", lambda credit, _: credit.original or "", lambda debt, _: {debt.number}),
    ("reference", lambda credit, _: credit.reference or "", lambda debt, _: _numbers(debt)),
    ("amount", lambda _, rest: rest, lambda _, left: {left}),
    ("oldest", lambda *_: None, lambda *_: {None}),
)


def _numbers(debt: Debt) -> set[Hashable]:
    return {debt.number, debt.reference or debt.number}


def covered(suggested: Sequence[Suggestion]) -> dict[Hashable, Decimal]:
    """How much of each debt the suggested credits would settle."""
    amounts: dict[Hashable, Decimal] = defaultdict(Decimal)
    for each in suggested:
        amounts[each.debt] += each.amount
    return dict(amounts)


def shared_out(
    amount: Decimal, parts: Sequence[tuple[Hashable, Decimal]]
) -> Iterator[tuple[Hashable, Decimal]]:
    """An amount laid on the parts in order, none more than it holds."""
    for key, holds in parts:
        taken = min(amount, holds)
        amount -= taken
        yield key, taken
