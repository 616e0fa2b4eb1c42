"""Charges: what of a period's charge falls on some of its days (rule 23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from saldo.ledger.money import prorate


def accrued(
    charge: Decimal, period: tuple[date, date], days: tuple[date, date], currency: str
) -> Decimal:
    """The part of a charge for a period that falls on the given days of it, both inclusive.

    Rounded by what is reached at the end less what was reached before, so that the parts of a
    period sum to its charge; days from the period's first give the charge prorated, rounded once.
    """
    start, end = period
    whole = (end - start).days + 1
    before, after = (days[0] - start).days, (days[1] - start).days + 1
    reached = prorate(charge, after, whole, currency)
    return reached - prorate(charge, before, whole, currency)
