"""Hindsight: what the same forecast would have said a year ago, and how it came (rule 31)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.money import ZERO, prorate
from saldo.ledger.months import add_months
from saldo.reporting.books import Books
from saldo.reporting.budget import outlook
from saldo.reporting.budget_totals import months_of, sum_of
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.warehouse import Scope

YEAR = 12
_MONEY = pl.Decimal(18, 4)
_SCHEMA: dict[str, Any] = {
    "currency": pl.String,
    "first_month": pl.Date,
    "last_month": pl.Date,
    **dict.fromkeys(("said", "p10", "p90", "came"), _MONEY),
    **dict.fromkeys(("missed", "by_last_year", "by_mean"), _MONEY),
    "inside": pl.Int32,
}


def said_a_year_ago(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: the last twelve finished months, as forecast before them, as they came.

    `first_month`, `last_month`; `said` with `p10` and `p90`; `came`. Per month: `missed` is the
    mean error of the forecast, `by_last_year` that of the same month a year earlier, `by_mean`
    that of the mean of the two years before; `inside` how many of the twelve months came within
    their 80 % range. Contract charges count as known, as billed since; orders by what was known
    then. A currency without anything to forecast then is left out (rule 31).
    """
    now = Horizon.of(filters).unfinished
    first, last = add_months(now, -YEAR), add_months(now, -1)
    then = replace(filters, as_of=first - timedelta(days=1), start=first, end=last)
    found = outlook(books, scope, then)
    said = months_of(found)
    told = replace(filters, start=add_months(first, -2 * YEAR), end=last)
    actual = outlook(books, scope, told).rows.filter(part="actual")
    rows = []
    for currency in sorted({each.currency for each in found.estimates.series}):
        whole = sum_of(found, currency)
        if whole is None:
            continue
        months = _by_month(said.filter(currency=currency), "total")
        rows.append(
            {
                "currency": currency,
                "first_month": first,
                "last_month": last,
                "said": whole["total"],
                "p10": whole["p10"],
                "p90": whole["p90"],
                **_compared(
                    _by_month(actual.filter(currency=currency), "amount"),
                    months,
                    said.filter(currency=currency),
                    first,
                    currency,
                ),
            }
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _compared(
    actual: dict[date, Decimal],
    said: dict[date, Decimal],
    ranges: pl.DataFrame,
    first: date,
    currency: str,
) -> dict[str, Any]:
    months = [add_months(first, step) for step in range(YEAR)]
    came = {month: actual.get(month, ZERO) for month in months}
    earlier = [actual.get(add_months(first, -step), ZERO) for step in range(1, 2 * YEAR + 1)]
    mean = prorate(sum(earlier, ZERO), 1, len(earlier), currency)
    ends = ranges.filter(pl.col("p10").is_not_null()).select("month", "p10", "p90")

    def error(of: dict[date, Decimal]) -> Decimal:
        off = sum((abs(came[month] - of.get(month, ZERO)) for month in months), ZERO)
        return prorate(off, 1, YEAR, currency)

    return {
        "came": sum(came.values(), ZERO),
        "missed": error(said),
        "by_last_year": error({m: actual.get(add_months(m, -YEAR), ZERO) for m in months}),
        "by_mean": error(dict.fromkeys(months, mean)),
        "inside": sum(low <= came[month] <= high for month, low, high in ends.iter_rows()),
    }


def _by_month(rows: pl.DataFrame, amount: str) -> dict[date, Decimal]:
    return dict(rows.group_by("month").agg(pl.col(amount).sum()).iter_rows())
