"""The billing check: one charge line against its machine and contract (rules 23 to 27)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from saldo.ledger.charge_periods import (
    DAY,
    Interval,
    Terms,
    days_left,
    lacks_index,
    periods,
    periods_from,
    price,
)
from saldo.ledger.money import ZERO, minor_units, prorate

LONGEST = timedelta(days=3660)


class Outcome(StrEnum):
    """What the check says of a line or a machine (rule 27), in the order they are shown."""

    billed_after_end = "billed_after_end"
    never_installed = "never_installed"
    unknown_serial = "unknown_serial"
    billed_twice = "billed_twice"
    price_differs = "price_differs"
    removed_without_notice = "removed_without_notice"
    never_billed = "never_billed"
    unclear = "unclear"
    correct_inside_notice = "correct_inside_notice"
    correct = "correct"


class Reason(StrEnum):
    """Why something cannot be judged: what is odd in the data."""

    serial_spelling = "serial_spelling"
    registered_elsewhere = "registered_elsewhere"
    no_period = "no_period"
    no_contract = "no_contract"
    no_charge = "no_charge"
    several_charges = "several_charges"
    other_currency = "other_currency"
    index_missing = "index_missing"
    installed_twice = "installed_twice"
    removed_before_installed = "removed_before_installed"
    overlapping_contracts = "overlapping_contracts"
    credit_unplaced = "credit_unplaced"


@dataclass(frozen=True, slots=True)
class Line:
    """A charge line that names a machine; `billed` is without VAT, less what was `credited`."""

    billed: Decimal
    first: date | None
    last: date | None
    credited: Decimal = ZERO

    @property
    def interval(self) -> Interval | None:
        """The billed interval, None where the line has none that can be."""
        if self.first is None or self.last is None:
            return None
        return (self.first, self.last) if timedelta() <= self.last - self.first < LONGEST else None


@dataclass(frozen=True, slots=True)
class Machine:
    """Its billable interval is [installed, liable_to]; open-ended where there is no end.

    `doubt` is what is odd about it: then nothing is claimed for it.
    """

    installed: date | None
    removed: date | None = None
    noticed: date | None = None
    liable_to: date | None = None
    doubt: Reason | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier line for the same charge, and what it billed less than the contract's price."""

    days: Interval
    short: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says; `correct` is None where that cannot be said."""

    outcome: Outcome
    correct: Decimal | None = None
    claim: Decimal = ZERO
    reason: Reason | None = None


def check(
    line: Line,
    machine: Machine | Reason | None,
    terms: Terms | Reason,
    earlier: Sequence[Earlier] = (),
) -> Verdict:
    """The outcome of one line, with what was right and what to claim, without VAT (rule 27).

    A `Reason` in place of the machine or the terms says why there is none to compare with; no
    machine at all is an unknown serial number.
    """
    if isinstance(machine, Reason):
        return _unclear(machine)
    if machine is None:
        return Verdict(Outcome.unknown_serial, ZERO, line.billed)
    if machine.installed is None:
        return Verdict(Outcome.never_installed, ZERO, line.billed)
    billed = line.interval
    if billed is None:
        return _unclear(Reason.no_period)
    return _compared(line, machine, terms, billed, earlier)


def _compared(
    line: Line,
    machine: Machine,
    terms: Terms | Reason,
    billed: Interval,
    earlier: Sequence[Earlier],
) -> Verdict:
    part = (
        max(billed[0], machine.installed or billed[0]),
        min(billed[1], machine.liable_to or billed[1]),
    )
    before = [each for each in earlier if _meet(each.days, billed)]
    taken = [each.days for each in before]
    trouble, open_days = _trouble(billed, part, before), days_left(part, taken)
    if isinstance(terms, Reason):
        if trouble is None or open_days:
            return _unclear(terms)
        return _judged(line, machine, trouble, _short(before))
    if open_days and lacks_index(terms, billed):
        machine = replace(machine, doubt=machine.doubt or Reason.index_missing)
    due = price(terms, billed, part, taken) + _short(before)
    return _judged(line, machine, trouble, due, _rounding(terms, billed))


def _judged(
    line: Line, machine: Machine, trouble: Outcome | None, due: Decimal, rounding: Decimal = ZERO
) -> Verdict:
    difference = line.billed - due
    settled = difference < 0 and (trouble is not None or line.credited != 0)
    if abs(difference) <= rounding or settled:
        return Verdict(_right(line, machine, trouble), line.billed)
    if machine.doubt:
        return _unclear(machine.doubt)
    return Verdict(trouble or Outcome.price_differs, due, max(difference, ZERO))


def _trouble(billed: Interval, part: Interval, before: Sequence[Earlier]) -> Outcome | None:
    """What is wrong with the billed days, whatever they cost."""
    if before:
        return Outcome.billed_twice
    if part[1] < billed[1]:
        return Outcome.billed_after_end
    return Outcome.never_installed if part[0] > billed[0] else None


def _short(before: Sequence[Earlier]) -> Decimal:
    """What the earlier lines left to bill, as where a period is billed in parts."""
    return sum((each.short for each in before), ZERO)


def _right(line: Line, machine: Machine, trouble: Outcome | None) -> Outcome:
    late = machine.removed is not None and line.last is not None and line.last > machine.removed
    inside = late and machine.noticed is not None and trouble is None
    return Outcome.correct_inside_notice if inside else Outcome.correct


def _rounding(terms: Terms, billed: Interval) -> Decimal:
    """One coin for each charge period after the first: a vendor may round their sum instead."""
    coin = Decimal(1).scaleb(-minor_units(terms.currency))
    return coin * (len(list(periods(terms, billed))) - 1)


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _unclear(reason: Reason) -> Verdict:
    return Verdict(Outcome.unclear, reason=reason)


def monthly_cost(terms: Terms, on: date) -> Decimal:
    """What a month of waiting with a notice costs, at the price of a day."""
    return prorate(terms.amount * terms.factor(on), 1, terms.period_months, terms.currency)


def expected_bills(
    terms: Terms, installed: date, liable_to: date | None, on: date, *, in_advance: bool
) -> Iterator[tuple[Interval, Decimal]]:
    """The bills a machine should have had by a day: the days of each, and what they cost.

    In advance a period is billed on its first day, in arrears on the day after its last.
    """
    begins = max(installed, terms.charge_start)
    for start, end in periods_from(terms.contract_start, terms.period_months, begins):
        if (start if in_advance else end + DAY) > on:
            return
        days = (max(start, begins), min(end, liable_to or end))
        if days[0] <= days[1]:
            yield days, price(terms, (start, end), days)
