"""Contracts of the demo: terms, charges, clauses, notices, and what a period costs by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from etl.demo.accounts import Account
from etl.demo.days import ONE, add_months, month_start, months_between
from etl.demo.money import rounded_fraction
from etl.demo.stage import Stage

INDEX_NAME = "LTI"
LAG_MONTHS = 3

Outcome = Literal[
    "correct",
    "correct_inside_notice",
    "billed_after_end",
    "never_installed",
    "unknown_serial",
    "billed_twice",
    "price_differs",
    "never_billed",
    "removed_without_notice",
]
"""The outcomes of the billing check (rule 27)."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One price clause; percentages a year, the price changes every year from `first`."""

    kind: Literal["index", "fixed"]
    first: date
    percent: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None

    @property
    def base_month(self) -> date:
        """The month the index is compared with: a year before that of the first change."""
        return add_months(month_start(self.first), -12 - LAG_MONTHS)


@dataclass(slots=True)
class Charge:
    """One recurring charge.

    `stop` is the last day rightly billed, `billed_to` the last day the vendor bills; both open
    where the charge runs on. `plant` says what is wrong with its bills, if anything.
    """

    no: str
    description: str
    product_no: str
    category: str
    amount: Decimal
    start: date
    serial_no: str = ""
    site_no: str = ""
    cost_centre: str = ""
    end: date | None = None
    stop: date | None = None
    billed_to: date | None = None
    removed: date | None = None
    plant: Outcome = "correct"
    over: tuple[date, date, Decimal] | None = None
    twice: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice given, for a machine or for the whole contract."""

    given: date
    serial_no: str = ""
    effective: date | None = None


@dataclass(slots=True)
class Contract:
    """One contract; all its charges share the period and the time of billing."""

    no: str
    account: Account
    name: str
    category: str
    start: date
    end: date
    notice_months: int
    renewal_months: int
    period_months: int
    liability: Literal["day", "month_end"]
    clause: Clause | None
    billing: Literal["advance", "arrears"] = "advance"
    charges: list[Charge] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    scripted: bool = False

    def periods(self) -> Iterator[tuple[date, date]]:
        """The charge periods up to the end of the present term, both days inclusive."""
        number, first = 0, self.start
        while first <= self.end:
            number += 1
            following = add_months(self.start, number * self.period_months)
            yield first, following - ONE
            first = following

    def renewed(self, until: date) -> Contract:
        """The contract with its term prolonged beyond `until`, where it renews."""
        while self.renewal_months and self.end <= until:
            self.end = add_months(self.end + ONE, self.renewal_months) - ONE
        return self


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a charge period, both days inclusive, and the period it belongs to."""

    first: date
    last: date
    period: tuple[date, date]

    @property
    def share(self) -> Fraction:
        """Days covered by days of the period (rule 23)."""
        start, end = self.period
        return Fraction((self.last - self.first).days + 1, (end - start).days + 1)


class Index:
    """The demo's price index, a value a month."""

    def __init__(self, stage: Stage) -> None:
        chance = stage.chance("index")
        self.values: dict[date, Decimal] = {}
        value = 100.0
        for month in months_between(add_months(stage.start, -18), add_months(stage.until, -1)):
            yearly = {2022: 0.074, 2023: 0.052}.get(month.year, 0.022)
            value *= 1 + yearly / 12 + 0.0012 * (2 * chance.random() - 1)
            self.values[month] = Decimal(f"{value:.1f}")

    def factor(self, clause: Clause | None, day: date) -> Fraction:
        """What the clause makes of a price by that day: exact, rounded nowhere (rule 24)."""
        factor = Fraction(1)
        if clause is None:
            return factor
        step, base = clause.first, clause.base_month
        while step <= day:
            month = add_months(month_start(step), -LAG_MONTHS)
            factor *= self._change(clause, base, month)
            step, base = add_months(step, 12), month
        return factor

    def _change(self, clause: Clause, base: date, month: date) -> Fraction:
        if clause.kind == "fixed":
            return 1 + Fraction(clause.percent or 0) / 100
        change = Fraction(self.values[month]) / Fraction(self.values[base])
        if clause.cap is not None:
            change = min(change, 1 + Fraction(clause.cap) / 100)
        if clause.floor is not None:
            change = max(change, 1 + Fraction(clause.floor) / 100)
        return change


class Tariff:
    """What pieces of charges cost by their contract, each rounded once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._factors: dict[tuple[str, date], Fraction] = {}

    def price(self, contract: Contract, charge: Charge, piece: Piece) -> Decimal:
        """Contract price × index × share of the period, in the minor unit."""
        day = piece.period[0]
        factor = self._factors.get((contract.no, day))
        if factor is None:
            factor = self._factors[contract.no, day] = self._index.factor(contract.clause, day)
        exact = Fraction(charge.amount) * factor * piece.share
        return rounded_fraction(exact, contract.account.currency)

    def monthly(self, contract: Contract, charge: Charge, day: date) -> Decimal:
        """What a month costs at the price of that day."""
        factor = self._index.factor(contract.clause, day)
        exact = Fraction(charge.amount) * factor / contract.period_months
        return rounded_fraction(exact, contract.account.currency)
