"""Claims: requests for credit, and the later credits that answer them (rule 27).

What was claimed is what was credited and what is outstanding, to the smallest coin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from saldo.ledger.money import minor_units

Grade = tuple[bool, ...]


class Status(StrEnum):
    """Where a claim stands."""

    sent = "sent"
    partly_credited = "partly_credited"
    credited = "credited"
    declined = "declined"
    withdrawn = "withdrawn"


CLOSING = (Status.declined, Status.withdrawn)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a claim: an invoice line with the amount to be credited, without VAT.

    `seen_to` is the last day of the figures it stands on: credits up to it were taken off before.
    `closed_on` is the day the claim was declined or withdrawn; later credits do not answer it.
    """

    claim_no: str
    line_no: int
    invoice_no: str
    serial_no: str
    amount: Decimal
    seen_to: date
    closed_on: date | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One line of a credit note, `amount` above zero and without VAT.

    `serial_no`, `invoice_no` (which it corrects), the period and `claims` (numbers named in its
    text) are what it says it is for; empty where it does not say.
    """

    credit_no: str
    line_no: str
    issued: date
    amount: Decimal
    serial_no: str | None = None
    invoice_no: str | None = None
    first: date | None = None
    last: date | None = None
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """So much of a credit answers so much of a claim's line."""

    asked: Asked
    credit: Credit
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """claimed = credited + outstanding. What was declined or withdrawn is claimed no more."""

    claimed: Decimal
    credited: Decimal
    outstanding: Decimal


def matches(asked: Sequence[Asked], credits: Sequence[Credit]) -> list[Match]:
    """Which credit answers which line of a claim: the surest pairs first, each amount used once.

    Lines and credits are of one customer, company and currency. A pair is the surer the more of
    claim, machine, invoice, period and amount agrees. What names another claim, machine, invoice
    or period than the line's is not its answer, unless it names the claim.
    """
    pairs = sorted(_pairs(asked, credits), key=lambda pair: (pair[0], *_order(pair[1], pair[2])))
    wanted = {(line.claim_no, line.line_no): line.amount for line in asked}
    left = {(credit.credit_no, credit.line_no): credit.amount for credit in credits}
    found = []
    for _, line, credit in pairs:
        mine, theirs = (line.claim_no, line.line_no), (credit.credit_no, credit.line_no)
        amount = min(wanted[mine], left[theirs])
        if amount > 0:
            wanted[mine] -= amount
            left[theirs] -= amount
            found.append(Match(line, credit, amount))
    return found


def standing(asked: Decimal, credited: Decimal, closed: Status | None = None) -> Standing:
    """What of an amount asked for is claimed still, and how that divides."""
    claimed = credited if closed else asked
    return Standing(claimed, credited, claimed - credited)


def status_of(asked: Decimal, credited: Decimal, closed: Status | None = None) -> Status:
    """Where a claim stands; what was credited in full is credited, whatever was said of it."""
    if credited >= asked:
        return Status.credited
    return closed or (Status.partly_credited if credited else Status.sent)


def vat_of(
    amount: Decimal,
    *,
    net: Decimal,
    rate: Decimal | None,
    vat: Decimal | None,
    currency: str,
) -> Decimal | None:
    """The VAT on a part of an invoice line: by its rate, else its own VAT in proportion.

    None where the line says neither. Rounded once, half away from zero (rule 1).
    """
    if rate is not None:
        exact = Fraction(amount) * Fraction(rate) / 100
    elif vat is not None and net:
        exact = Fraction(vat) * Fraction(amount) / Fraction(net)
    else:
        return None
    decimals = minor_units(currency)
    return Decimal(floor(exact * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def _pairs(
    asked: Sequence[Asked], credits: Sequence[Credit]
) -> Iterator[tuple[Grade, Asked, Credit]]:
    """Every pair that may be, with how far it is from sure."""
    named: dict[tuple[str, str | None], list[Asked]] = defaultdict(list)
    for line in asked:
        for name in (("claim", line.claim_no), ("machine", line.serial_no),
                     ("invoice", line.invoice_no)):  # fmt: skip
            named[name].append(line)
    for credit in credits:
        names: list[tuple[str, str | None]] = [("claim", each) for each in credit.claims]
        names += [("machine", credit.serial_no), ("invoice", credit.invoice_no)]
        near = {id(line): line for name in names for line in named.get(name, ())}
        for line in near.values():
            grade = _grade(line, credit)
            if grade is not None:
                yield grade, line, credit


def _grade(line: Asked, credit: Credit) -> Grade | None:
    """How far a credit is from being the line's answer, False before True; None: it is not."""
    if credit.issued <= line.seen_to or (line.closed_on and credit.issued > line.closed_on):
        return None
    named = line.claim_no in credit.claims
    others = (
        credit.serial_no not in (None, line.serial_no),
        credit.invoice_no not in (None, line.invoice_no),
        credit.invoice_no is None and not _may_meet(line, credit),
    )
    if not named and (credit.claims or any(others)):
        return None
    return (
        not named,
        *others,
        credit.serial_no is None,
        credit.invoice_no is None,
        (line.first, line.last) != (credit.first, credit.last),
        line.amount != credit.amount,
    )


def _may_meet(line: Asked, credit: Credit) -> bool:
    """False where both name a period and share no day of it."""
    if not (line.first and line.last and credit.first and credit.last):
        return True
    return line.first <= credit.last and credit.first <= line.last


def _order(line: Asked, credit: Credit) -> tuple[str, int, date, str, str]:
    return line.claim_no, line.line_no, credit.issued, credit.credit_no, credit.line_no
