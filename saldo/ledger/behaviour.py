"""Payment behaviour: days beyond terms, days sales outstanding and its kin (rules 17, 18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from saldo.ledger.calendar import is_banking_day, next_banking_day
from saldo.ledger.money import ZERO

WINDOW = 365
"""Days of billing that the simple and the best possible DSO look back on."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an invoice that was paid: how much, when it was issued, due and paid."""

    amount: Decimal
    issued: date
    due: date
    paid: date


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Days sales outstanding at a day, in days with one decimal; None where nothing was billed.

    `delinquent` is `simple` less `best` (rule 18).
    """

    simple: Decimal | None
    countback: Decimal | None
    best: Decimal | None
    delinquent: Decimal | None


def days_beyond_terms(
    due: date, paid: date, country: str | None = None, *, shift_counts: bool = True
) -> int:
    """Days from the due date to the payment; early is below zero (rule 17).

    Without `shift_counts`, a due date that is no banking day is late only after the next one
    (rule 15).
    """
    if shift_counts or paid <= due or is_banking_day(due, country):
        return (paid - due).days
    return max((paid - next_banking_day(due, country)).days, 0)


def average_beyond_terms(
    parts: Iterable[Part], country: str | None = None, *, shift_counts: bool = True
) -> Decimal | None:
    """Days beyond terms, weighted by the amounts paid, with one decimal; None without a part."""
    return weighted_days(
        (part.amount, days_beyond_terms(part.due, part.paid, country, shift_counts=shift_counts))
        for part in parts
    )


def average_to_pay(parts: Iterable[Part]) -> Decimal | None:
    """Days from invoice to payment, weighted by the amounts paid, with one decimal."""
    return weighted_days((part.amount, (part.paid - part.issued).days) for part in parts)


def weighted_days(weighed: Iterable[tuple[Decimal, int]]) -> Decimal | None:
    """The mean of days weighted by amounts, with one decimal, half away from zero."""
    pairs = list(weighed)
    amounts = sum((amount for amount, _ in pairs), ZERO)
    return ratio(sum((amount * days for amount, days in pairs), ZERO), amounts)


def outstanding(
    receivables: Decimal, overdue: Decimal, billed: Decimal, months: Sequence[tuple[int, Decimal]]
) -> Outstanding:
    """The four figures of a day (rule 18), all amounts with VAT.

    `receivables` and `overdue` are open invoices, `billed` is the billing of the last `WINDOW`
    days. `months` are (days, billing) of each month, the latest first, the present one with the
    days gone by.
    """
    simple, late = ratio(receivables * WINDOW, billed), ratio(overdue * WINDOW, billed)
    best = ratio((receivables - overdue) * WINDOW, billed)
    return Outstanding(
        simple=simple,
        countback=countback(receivables, months),
        best=best,
        delinquent=None if late is None or simple is None or best is None else simple - best,
    )


def countback(receivables: Decimal, months: Sequence[tuple[int, Decimal]]) -> Decimal | None:
    """Days of the latest billing that the receivables make up: month by month, then a fraction.

    None where all the months together were billed less than is outstanding.
    """
    left, days = receivables, Fraction(0)
    for length, billed in months:
        if left <= 0:
            break
        if billed >= left:
            return _tenths(days + Fraction(left) / Fraction(billed) * length)
        left -= billed
        days += length
    return _tenths(days) if left <= 0 else None


def ratio(above: Decimal, below: Decimal) -> Decimal | None:
    """above ÷ below with one decimal, half away from zero; None where `below` is not above 0."""
    return _tenths(Fraction(above) / Fraction(below)) if below > 0 else None


def _tenths(exact: Fraction) -> Decimal:
    # The quotient is cut far behind the decimal that decides, so that it is rounded once.
    cut = Decimal(int(exact * 10**9)).scaleb(-9)
    return cut.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
