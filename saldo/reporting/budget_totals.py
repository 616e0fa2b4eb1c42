"""Budget totals: the same rows by month and by fiscal year, with the range of the sum (rule 31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from saldo.forecast.histories import Matrix
from saldo.ledger.money import ZERO, round_amount
from saldo.reporting.books import Books
from saldo.reporting.budget import PARTS, RANGES, Outlook, around, outlook
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import fiscal_year, fiscal_year_name
from saldo.warehouse import Scope

_MONEY = pl.Decimal(18, 4)
_AMOUNTS: dict[str, Any] = dict.fromkeys((*PARTS, "total", *RANGES), _MONEY)
# A sum's place: its currency, the first day of its month or fiscal year, and of whose fiscal year.
_Place = tuple[str, date]
_PlaceOf = Callable[[str, str, date], _Place]


def budget_months(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and month: its parts, total, p10, p90, low95, high95.

    Sums of `budget`; the ranges are the sum's own, from errors drawn together (not added bounds),
    and null where nothing statistical is in the total.
    """
    return months_of(outlook(books, scope, filters))


def months_of(found: Outlook) -> pl.DataFrame:
    """The rows of `budget_months` from an outlook already asked for."""
    sums = _sums(found, lambda _, currency, month: (currency, month))
    return _frame(sums, "month", pl.Date)


def budget_years(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and fiscal year of the customers: the same columns as by month.

    `fiscal_year` is `2026`, or `2026/27` where the year is not the calendar's; accounts with
    other fiscal years have rows of their own. `months` says how many months of the year lie
    within the horizon: less than twelve at its edges.
    """
    starts = dict(books.ask("fiscal_years", scope, filters).iter_rows())
    found = outlook(books, scope, filters)
    sums = _sums(found, lambda no, currency, month: (currency, fiscal_year(month, starts[no])))
    years = _frame(sums, "first_day", pl.Date)
    days: list[date] = years["first_day"].to_list()
    names = [fiscal_year_name(day) for day in days]
    months = [found.horizon.months_within(day) for day in days]
    return years.insert_column(1, pl.Series("fiscal_year", names, pl.String)).with_columns(
        pl.Series("months", months, pl.Int32)
    )


def sum_of(found: Outlook, currency: str) -> dict[str, Any] | None:
    """All months of one currency as one sum, None where there is none."""
    return _sums(found, lambda _, code, __: (code, date.min)).get((currency, date.min))


def _sums(found: Outlook, place_of: _PlaceOf) -> dict[_Place, dict[str, Any]]:
    sums: defaultdict[_Place, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(PARTS, ZERO))
    for customer_no, currency, month, _, part, amount, *_ in found.rows.iter_rows():
        sums[place_of(customer_no, currency, month)][part] += amount
    errors = _errors(found, place_of)
    for place, row in sums.items():
        row["total"] = sum((row[part] for part in PARTS), ZERO)
        ends = _ends(row["statistical"], errors[place], place[0]) if place in errors else None
        certain = row["total"] - row["statistical"]
        for at, name in enumerate(RANGES):
            row[name] = certain + ends[at] if ends else None
    return sums


def _ends(statistical: Decimal, errors: Matrix, currency: str) -> list[Decimal]:
    """The ends of the ranges around a statistical sum, in the order of RANGES."""
    edges = [
        round_amount(statistical + Decimal(repr(float(edge))), currency)
        for edge in np.quantile(errors, list(RANGES.values()))
    ]
    return around(statistical, edges)


def _errors(found: Outlook, place_of: _PlaceOf) -> dict[_Place, Matrix]:
    """The drawn errors of every sum: of each account's series, in the months that are forecast."""
    accounts: dict[tuple[str, str], Matrix] = {}
    for row, series in enumerate(found.estimates.series):
        if found.estimates.scale[row] > 0:
            account = series[:2]
            accounts[account] = accounts.get(account, 0.0) + found.paths(row)
    errors: dict[_Place, Matrix] = {}
    for (customer_no, currency), paths in accounts.items():
        for step, month in enumerate(found.horizon.steps):
            if month >= found.horizon.first:
                place = place_of(customer_no, currency, month)
                errors[place] = errors.get(place, 0.0) + paths[:, step]
    return errors


def _frame(sums: dict[_Place, dict[str, Any]], name: str, kind: Any) -> pl.DataFrame:
    rows = [{"currency": currency, name: first, **row} for (currency, first), row in sums.items()]
    schema = {"currency": pl.String, name: kind, **_AMOUNTS}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("currency", name)
