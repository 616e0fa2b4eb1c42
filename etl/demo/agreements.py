"""Contracts of the demo: terms, charges, notices, and what a period costs by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from etl.demo.accounts import Account
from etl.demo.days import ONE, months_between
from etl.demo.stage import Stage
from saldo.ledger.indexation import Clause, price_factor
from saldo.ledger.money import prorate
from saldo.ledger.months import add_months, month_of

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
    def days(self) -> tuple[int, int]:
        """(days covered, days of the period), rule 23."""
        start, end = self.period
        return (self.last - self.first).days + 1, (end - start).days + 1


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


class Tariff:
    """What pieces of charges cost by their contract, each rounded once."""

    def __init__(self, index: Index) -> None:
        self._indices = {INDEX_NAME: index.values}
        self._factors: dict[tuple[Clause | None, date], Decimal] = {}
        self._whole: dict[tuple[str, date, Decimal], Decimal] = {}

    def price(self, contract: Contract, charge: Charge, piece: Piece) -> Decimal:
        """Contract price × index × share of the period, in the minor unit."""
        if (piece.first, piece.last) != piece.period:
            return self._prorated(contract, charge, piece)
        place = contract.no, piece.first, charge.amount
        if place not in self._whole:
            self._whole[place] = self._prorated(contract, charge, piece)
        return self._whole[place]

    def _prorated(self, contract: Contract, charge: Charge, piece: Piece) -> Decimal:
        exact = charge.amount * self._factor(contract.clause, piece.period[0])
        return prorate(exact, *piece.days, contract.account.currency)

    def _factor(self, clause: Clause | None, day: date) -> Decimal:
        place = clause, month_of(day)
        if place not in self._factors:
            clauses = [clause] if clause else []
            self._factors[place] = price_factor(clauses, self._indices, day)
        return self._factors[place]

    def monthly(self, contract: Contract, charge: Charge, day: date) -> Decimal:
        """What a month costs at the price of that day."""
        exact = charge.amount * self._factor(contract.clause, day)
        return prorate(exact, 1, contract.period_months, contract.account.currency)
