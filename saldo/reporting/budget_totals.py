"""Budget totals: the same rows by month and by fiscal year, with the range of the sum (rule 31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.forecast.paths import Paths, band, error_paths
from saldo.forecast.runrate import YEAR
from saldo.ledger.money import ZERO
from saldo.ledger.months import add_months
from saldo.reporting.books import Books
from saldo.reporting.budget import PARTS, Outlook, outlook
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon, fiscal_year, fiscal_year_name
from saldo.warehouse import Scope

_MONEY = pl.Decimal(18, 4)
_AMOUNTS: dict[str, Any] = dict.fromkeys((*PARTS, "total", "p10", "p90"), _MONEY)
_HINDSIGHT: dict[str, Any] = {
    "currency": pl.String,
    "first_month": pl.Date,
    "last_month": pl.Date,
    **dict.fromkeys(("said", "p10", "p90", "came"), _MONEY),
}
# A sum's place: its currency, the first day of its month or fiscal year, and of whose fiscal year.
_Place = tuple[str, date]
_PlaceOf = Callable[[str, str, date], _Place]


def budget_months(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and month: actual, known, assumed, statistical, total, p10, p90.

    Sums of `budget`; the range is the sum's own, from errors drawn together (not added bounds),
    and null where nothing statistical is in the total.
    """
    sums = _sums(outlook(books, scope, filters), lambda _, currency, month: (currency, month))
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


def said_a_year_ago(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: the last twelve finished months, as forecast before them, as they came.

    `first_month`, `last_month`; `said` with `p10` and `p90`; `came`. Contract charges count as
    known, as billed since. A currency without spend before is left out (rule 31).
    """
    now = Horizon.of(filters).unfinished
    first, last = add_months(now, -YEAR), add_months(now, -1)
    then = replace(filters, as_of=first - timedelta(days=1), start=first, end=last)
    found = outlook(books, scope, then)
    said = _sums(found, lambda _, currency, __: (currency, first))
    came = outlook(books, scope, replace(filters, start=first, end=last)).rows
    rows = [
        {
            "currency": currency,
            "first_month": first,
            "last_month": last,
            "said": row["total"],
            "p10": row["p10"],
            "p90": row["p90"],
            "came": sum(came.filter(currency=currency, part="actual")["amount"], ZERO),
        }
        for (currency, _), row in sorted(said.items())
        if any(series.currency == currency for series in found.run_rates)
    ]
    return pl.DataFrame(rows, schema=_HINDSIGHT, orient="row")


def _sums(found: Outlook, place_of: _PlaceOf) -> dict[_Place, dict[str, Any]]:
    sums: defaultdict[_Place, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(PARTS, ZERO))
    for customer_no, currency, month, _, part, amount, *_ in found.rows.iter_rows():
        sums[place_of(customer_no, currency, month)][part] += amount
    errors = _errors(found, place_of)
    for place, row in sums.items():
        total = row["total"] = sum((row[part] for part in PARTS), ZERO)
        known = total - row["statistical"]
        row["p10"], row["p90"] = (
            band(total, errors[place], place[0], least=known) if place in errors else (None, None)
        )
    return sums


def _errors(found: Outlook, place_of: _PlaceOf) -> dict[_Place, Paths]:
    """The drawn errors of every sum: of each account's series, in the months that are forecast."""
    errors: dict[_Place, Paths] = {}
    for (customer_no, currency), series in _by_account(found).items():
        paths = error_paths({customer_no: series}, months=len(found.horizon.steps))
        for step, month in enumerate(found.horizon.steps):
            if month < found.horizon.first:
                continue
            place = place_of(customer_no, currency, month)
            left, days = found.horizon.days_left(month)
            errors[place] = errors.get(place, 0.0) + paths[:, step] * (left / days)
    return errors


def _by_account(found: Outlook) -> dict[tuple[str, str], list[tuple[Decimal, ...]]]:
    accounts: defaultdict[tuple[str, str], list[tuple[Decimal, ...]]] = defaultdict(list)
    for series, rate in found.run_rates.items():
        if rate.errors:
            accounts[series.customer_no, series.currency].append(rate.errors)
    return accounts


def _frame(sums: dict[_Place, dict[str, Any]], name: str, kind: Any) -> pl.DataFrame:
    rows = [{"currency": currency, name: first, **row} for (currency, first), row in sums.items()]
    schema = {"currency": pl.String, name: kind, **_AMOUNTS}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("currency", name)
