"""Cash by week: what is expected to be paid, from open invoices and from those to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl

from saldo.forecast.histories import Counts, Matrix, Vector
from saldo.forecast.pools import PATHS
from saldo.ledger.money import ZERO, round_amount
from saldo.reporting.books import Books
from saldo.reporting.cash import Expected, expected
from saldo.reporting.cash_to_come import Account, Billing, to_come
from saldo.reporting.filters import Filters
from saldo.reporting.payment_weeks import WEEKS, Weeks
from saldo.warehouse import Scope

_COMMON = 0.4  # of an account's invoices are moved by what moves the account's others
_MONEY = pl.Decimal(18, 4)
_SCHEMA: dict[str, Any] = {
    "currency": pl.String,
    "week": pl.Date,
    **dict.fromkeys(("open_invoices", "coming", "total", "p10", "p90"), _MONEY),
}
_Row = tuple[Any, ...]


@dataclass(frozen=True, eq=False, slots=True)
class _Cash:
    """One account's weeks in one currency, and what lies after them: amounts, and paths of both."""

    account: Account
    of_open: list[Decimal]
    coming: list[Decimal]
    paths: Matrix


def cash_weeks(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account, currency and week, thirteen from the next weekday's, and one without.

    Incl. VAT, less open credits and unapplied cash: `open_invoices` by their expected days of
    payment, `coming` from the budget's months ahead (contract charges when their period begins,
    open orders, the run-rate), billed on the account's usual days and paid as it pays. `p10` and
    `p90` are the 80 % range of the week's total, from drawn paths. The row without a week is what
    of the open invoices is expected later: with it they sum to what is open less credits.
    """
    weeks = Weeks.after(filters.as_of)
    rows = [
        (cash.account[0], *row)
        for cash in _accounts(books, scope, filters, weeks)
        for row in _rows(cash.account[1], weeks, cash.of_open, cash.coming, cash.paths)
    ]
    return pl.DataFrame(rows, schema={"customer_no": pl.String, **_SCHEMA}, orient="row")


def cash_totals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and week: the sums of `cash_weeks`, with the range of the sum itself."""
    weeks = Weeks.after(filters.as_of)
    sums: dict[str, tuple[list[Decimal], list[Decimal], Matrix]] = {}
    for cash in _accounts(books, scope, filters, weeks):
        currency = cash.account[1]
        of_open, coming, paths = sums.get(currency, (_nothing(), _nothing(), 0.0))
        sums[currency] = (
            [a + b for a, b in zip(of_open, cash.of_open, strict=True)],
            [a + b for a, b in zip(coming, cash.coming, strict=True)],
            paths + cash.paths,
        )
    rows = [row for currency in sorted(sums) for row in _rows(currency, weeks, *sums[currency])]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _accounts(books: Books, scope: Scope, filters: Filters, weeks: Weeks) -> Iterator[_Cash]:
    """Account by account, so that no more than one's paths are held at a time."""
    open_now = expected(books, scope, filters)
    billings = to_come(books, scope, filters, weeks)
    rows = _rows_by_account(open_now)
    places = weeks.places(open_now.dates.days)
    for account in sorted(rows.keys() | billings.keys()):
        yield _of_account(account, open_now, places, rows.get(account, []), billings)


def _of_account(
    account: Account,
    open_now: Expected,
    places: Counts,
    rows: list[int],
    billings: dict[Account, list[Billing]],
) -> _Cash:
    currency = account[1]
    to_pay = open_now.invoices["to_pay"].gather(rows)
    of_open, paths = _open(account[0], to_pay.cast(pl.Float64).to_numpy(), places[rows])
    coming = np.zeros(WEEKS + 1)
    for each in billings.get(account, []):
        coming += each.amount * each.shares
        paths = paths + each.paths
    amounts = [_amount(each, currency) for each in of_open[:WEEKS]]
    later = sum(to_pay, ZERO) - sum(amounts, ZERO)
    return _Cash(account, [*amounts, later], [_amount(each, currency) for each in coming], paths)


def _open(account: str, amounts: Vector, places: Counts) -> tuple[Vector, Matrix]:
    """What of some invoices is paid in each week: expected, and drawn PATHS times.

    An invoice's day is often drawn with that of the account's others.
    """
    size = PATHS * (WEEKS + 1)
    if not len(amounts):
        return np.zeros(WEEKS + 1), np.zeros((PATHS, WEEKS + 1))
    source = np.random.default_rng(crc32(account.encode()))
    common = source.integers(0, places.shape[1], PATHS)
    own = source.integers(0, places.shape[1], (len(amounts), PATHS))
    drawn = np.where(source.random(own.shape) < _COMMON, common, own)
    at = np.arange(PATHS) * (WEEKS + 1) + np.take_along_axis(places, drawn, axis=1)
    weight = np.broadcast_to(amounts[:, None], at.shape)
    paths = np.bincount(at.ravel(), weight.ravel(), minlength=size).astype(np.float64)
    even = np.broadcast_to(amounts[:, None] / places.shape[1], places.shape)
    sums = np.bincount(places.ravel(), even.ravel(), minlength=WEEKS + 1).astype(np.float64)
    return sums, paths.reshape(PATHS, WEEKS + 1)


def _rows(
    currency: str, weeks: Weeks, of_open: list[Decimal], coming: list[Decimal], paths: Matrix
) -> Iterator[_Row]:
    low, high = np.quantile(paths, (0.1, 0.9), axis=0)
    for at, monday in enumerate(weeks.mondays):
        total = of_open[at] + coming[at]
        ends = min(_amount(low[at], currency), total), max(_amount(high[at], currency), total)
        yield currency, monday, of_open[at], coming[at], total, *ends
    yield currency, None, of_open[WEEKS], None, of_open[WEEKS], None, None


def _rows_by_account(found: Expected) -> dict[Account, list[int]]:
    rows: dict[Account, list[int]] = {}
    accounts = found.invoices.select("customer_no", "currency").iter_rows()
    for row, account in enumerate(accounts):
        rows.setdefault(account, []).append(row)
    return rows


def _nothing() -> list[Decimal]:
    return [ZERO] * (WEEKS + 1)


def _amount(value: float, currency: str) -> Decimal:
    return round_amount(Decimal(repr(float(value))), currency)
