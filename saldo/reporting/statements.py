"""Statements of account: what a customer is sent for a period, a section a currency (rule 16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.reporting.balances import ageing, open_items, statement
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import month_to_date
from saldo.warehouse import Scope

PERIODS = ("recent", "this_month", "last_month", "fiscal_year", "last_fiscal_year")
"""The periods of a statement by name; the first is the usual one."""

Party = Mapping[str, Any]
"""A customer or a company: number, name, organisation number, address, bank accounts."""


@dataclass(frozen=True, slots=True)
class Section:
    """One customer and currency: from the opening to the closing balance and what is behind it.

    `movements` has a row per entry of the period with the balance after it, `items` a row per
    item open on the last day, `ageing` all seven buckets in order. Amounts are incl. VAT.
    """

    customer: Party
    sellers: tuple[Party, ...]
    currency: str
    opening: Decimal
    closing: Decimal
    movements: pl.DataFrame
    items: pl.DataFrame
    ageing: tuple[tuple[str, Decimal], ...]

    @property
    def is_empty(self) -> bool:
        """True where nothing was owed, nothing moved and nothing is open."""
        return not (self.opening or self.movements.height or self.items.height)

    @property
    def moved(self) -> Decimal:
        """What the movements sum to."""
        return _sum(self.movements, "amount")

    @property
    def open_total(self) -> Decimal:
        """What the open items sum to."""
        return _sum(self.items, "open_amount")

    @property
    def difference(self) -> Decimal:
        """By how much the four ways to the closing balance differ: 0 (rule 10)."""
        ways = (
            self.opening + self.moved,
            self.closing,
            self.open_total,
            sum((amount for _, amount in self.ageing), Decimal(0)),
        )
        return max(ways) - min(ways)


@dataclass(frozen=True, slots=True)
class Statement:
    """The sections of a period, by account, then currency. Without entries there are none.

    A currency of old, in which nothing stands or moves, is left out where there is another.
    `customers` are the accounts asked for, also those that no entry was ever posted to.
    """

    start: date
    end: date
    customers: tuple[Party, ...]
    sections: tuple[Section, ...]

    @property
    def lines(self) -> int:
        """How many movements and open items it lists."""
        return sum(each.movements.height + each.items.height for each in self.sections)


def period_named(name: str, as_of: date, first_month: int = 1) -> tuple[date, date]:
    """First and last day of one of `PERIODS`, seen from `as_of`; another name means the first.

    `recent` is the last whole month and what came since. Fiscal years begin with `first_month`.
    """
    month = as_of.replace(day=1)
    last_month = (month - timedelta(1)).replace(day=1)
    year = as_of.replace(year=as_of.year - (as_of.month < first_month), month=first_month, day=1)
    match name:
        case "this_month":
            return month, as_of
        case "last_month":
            return last_month, month - timedelta(1)
        case "fiscal_year":
            return year, as_of
        case "last_fiscal_year":
            return year.replace(year=year.year - 1), year - timedelta(1)
        case _:
            return last_month, as_of


def statement_of(books: Books, scope: Scope, filters: Filters) -> Statement:
    """The statement of the asked period (this month where none is), accounts and currency.

    Open items and ageing are those of the period's last day, by due date; filters of lists
    (status, bucket, search) leave a statement whole.
    """
    period = month_to_date(filters)
    if period.start is None or period.end is None:
        raise AssertionError("a period has both its days")
    whole = replace(
        period,
        as_of=period.end,
        status=None,
        bucket=None,
        search=None,
        aged_by=None,
        steps=None,
        sort=None,
    )
    customers = tuple(books.ask("statement_parties", scope, whole).iter_rows(named=True))
    every = _sections(books, scope, whole, customers)
    sections = tuple(each for each in every if not each.is_empty) or every[:1]
    return Statement(period.start, period.end, customers, sections)


def _sections(
    books: Books, scope: Scope, whole: Filters, customers: tuple[Party, ...]
) -> tuple[Section, ...]:
    lines = _parts(statement(books, scope, whole))
    items = _parts(rows := open_items(books, scope, whole))
    buckets = _parts(ageing(books, scope, whole))
    known = books.ask("statement_sellers", scope, whole).drop_nulls("name")
    sellers = _parts(known, "customer_no")
    by_number = {customer["customer_no"]: customer for customer in customers}
    order = {number: at for at, number in enumerate(by_number)}
    return tuple(
        Section(
            customer=by_number[number],
            sellers=tuple(sellers[number,].iter_rows(named=True)) if (number,) in sellers else (),
            currency=currency,
            opening=_balance(part, "opening"),
            closing=_balance(part, "closing"),
            movements=part.filter(pl.col("line_kind") == "movement"),
            items=items.get((number, currency), rows.clear()),
            ageing=tuple(buckets[number, currency].select("bucket", "amount").iter_rows()),
        )
        for (number, currency), part in sorted(
            lines.items(), key=lambda found: (order[found[0][0]], found[0][1])
        )
    )


def _parts(frame: pl.DataFrame, *by: str) -> dict[tuple[Any, ...], pl.DataFrame]:
    return frame.partition_by(by or ("customer_no", "currency"), as_dict=True)


def _balance(lines: pl.DataFrame, line_kind: str) -> Decimal:
    balance: Decimal = lines.filter(pl.col("line_kind") == line_kind)["balance"].item()
    return balance


def _sum(frame: pl.DataFrame, column: str) -> Decimal:
    total = frame[column].sum()
    return total if isinstance(total, Decimal) else Decimal(0)
