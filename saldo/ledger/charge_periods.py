"""Charge periods: those a billed interval falls in, and what its days cost (rules 23, 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from saldo.ledger.indexation import Clause, Index, lacks_value, price_factor
from saldo.ledger.money import ZERO, prorate
from saldo.ledger.months import add_months, month_no

DAY = timedelta(days=1)
Interval = tuple[date, date]
"""First and last day, both inclusive."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of one machine's charge: so much per period, indexed by clauses.

    Periods are counted from the contract's first day.
    """

    currency: str
    amount: Decimal
    period_months: int
    contract_start: date
    charge_start: date
    clauses: tuple[Clause, ...] = ()
    indices: Mapping[str, Index] = field(default_factory=dict)

    def factor(self, on: date) -> Decimal:
        """What the charge's amount is multiplied by on a day (rule 24)."""
        return price_factor(self.clauses, self.indices, on)


def periods(terms: Terms, billed: Interval) -> Iterator[Interval]:
    """Every charge period that a billed interval touches, whole.

    Counted from the contract's first day; from the charge's own, or from the billed interval's,
    where only by that count the interval is a whole number of periods.
    """
    anchors = (terms.contract_start, terms.charge_start, billed[0])
    fitting = (anchor for anchor in anchors if _fits(anchor, terms.period_months, billed))
    anchor = next(fitting, terms.contract_start)
    for start, end in periods_from(anchor, terms.period_months, billed[0]):
        if start > billed[1]:
            return
        yield start, end


def periods_from(anchor: date, step: int, first: date) -> Iterator[Interval]:
    """The period of `step` months that holds the day, counted from the anchor, and all after it."""
    number = (month_no(first) - month_no(anchor)) // step
    if add_months(anchor, number * step) > first:
        number -= 1
    for each in count(number):
        following = add_months(anchor, (each + 1) * step)
        yield add_months(anchor, each * step), following - DAY


def price(
    terms: Terms, billed: Interval, part: Interval | None = None, without: Sequence[Interval] = ()
) -> Decimal:
    """What a part of a billed interval costs, less days already taken, without VAT.

    Each charge period is one charge: base × factor on its first day × days ÷ its days, rounded
    once (rule 23).
    """
    total = ZERO
    for start, end in periods(terms, billed):
        first, last = (part or billed)[0], (part or billed)[1]
        days = days_left((max(start, first), min(end, last)), without)
        exact = terms.amount * terms.factor(start)
        total += prorate(exact, days, (end - start).days + 1, terms.currency)
    return total


def days_left(span: Interval, without: Sequence[Interval]) -> int:
    """How many days of a span lie in none of the intervals."""
    first, last = span
    if not without:
        return max((last - first).days + 1, 0)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(not any(one <= day <= other for one, other in without) for day in days)


def lacks_index(terms: Terms, billed: Interval) -> bool:
    """True where the price of the interval stands on an index value that is not there."""
    return any(
        lacks_value(terms.clauses, terms.indices, start) for start, _ in periods(terms, billed)
    )


def _fits(anchor: date, step: int, billed: Interval) -> bool:
    """True where both the first day and the day after the last begin a period."""
    return all(
        (month_no(day) - month_no(anchor)) % step == 0
        and day == add_months(anchor, month_no(day) - month_no(anchor))
        for day in (billed[0], billed[1] + DAY)
    )
