"""Entries: the rows of two ledgers that are matched, and what is found of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from saldo.ledger.money import ZERO


class Kind(StrEnum):
    """What a row is; the customer's own rows may not say."""

    invoice = "invoice"
    credit_note = "credit_note"
    payment = "payment"
    settlement = "settlement"
    opening = "opening"


class Status(StrEnum):
    """What was found of a row, or of rows that belong together."""

    matched = "matched"
    amount_differs = "amount_differs"
    sign_error = "sign_error"
    duplicate = "duplicate"
    missing_with_us = "missing_with_us"
    in_transit = "in_transit"
    missing_with_them = "missing_with_them"
    unposted_credit = "unposted_credit"
    payment_unposted = "payment_unposted"
    before = "before"


class Reason(StrEnum):
    """By what two sides were brought together, the surest first."""

    manual = "manual"
    exact_number = "exact_number"
    normal_number = "normal_number"
    number_in_text = "number_in_text"
    parts = "parts"
    amount_and_day = "amount_and_day"
    payment_parts = "payment_parts"
    similar = "similar"


CONFIDENCE = {
    Reason.manual: 100,
    Reason.exact_number: 100,
    Reason.normal_number: 98,
    Reason.number_in_text: 96,
    Reason.parts: 96,
    Reason.amount_and_day: 92,
    Reason.payment_parts: 90,
}
"""Percent, where the amounts agree; a differing amount takes `DOUBT` off."""
DOUBT = 10


@dataclass(frozen=True, slots=True)
class Theirs:
    """One row of the customer's ledger; amounts are signed so that what they owe is above zero.

    `value` is what the row contributes to their balance (its rest, where their list has one),
    `amount` the whole document's.
    """

    line: int
    number: str | None
    day: date | None
    value: Decimal
    currency: str
    amount: Decimal | None = None
    due: date | None = None
    kind: Kind | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """One document, payment or settlement of ours, signed by rule 4.

    `value` is what it contributes to the balance that is compared: what is open of it, or its
    whole amount. `others` are further numbers it is known by (payment reference, order).
    """

    key: str
    number: str
    day: date
    value: Decimal
    currency: str
    amount: Decimal
    kind: Kind
    due: date | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows of theirs and of ours that belong together, or stand alone: `line`s and `key`s.

    A duplicate stands alone; `beside` is the key of ours that its first row was matched with.
    """

    status: Status
    currency: str
    theirs: tuple[int, ...] = ()
    ours: tuple[str, ...] = ()
    reason: Reason | None = None
    confidence: int = 0
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two rows that may belong together; a person decides."""

    line: int
    key: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided: groups that belong together, and rows that stand alone."""

    together: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...] = ()
    alone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every row of theirs, and every one of ours that counts, in exactly one finding."""

    findings: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...] = field(default=())


def whole(amount: Decimal | None) -> int:
    """An amount in ten-thousandths: quick to compare and to add."""
    return int((amount or ZERO).scaleb(4))
