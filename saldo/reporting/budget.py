"""Budget: cost by month of service without VAT, as billed and as forecast (rules 28 to 31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from saldo.forecast.histories import Matrix, Vector
from saldo.forecast.ladder import METHODS, NOTHING
from saldo.ledger.money import ZERO, round_amount
from saldo.ledger.months import month_of
from saldo.reporting.books import Books
from saldo.reporting.estimates import Estimates, estimates
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.reporting.ordered import Ordered, ordered
from saldo.reporting.spend import Series, Spend
from saldo.warehouse import Scope

PARTS = ("actual", "known", "ordered", "assumed", "statistical")
RANGES = {"p10": 0.1, "p90": 0.9, "low95": 0.025, "high95": 0.975}
_MONEY = pl.Decimal(18, 4)
_SCHEMA: dict[str, Any] = {
    "customer_no": pl.String,
    "currency": pl.String,
    "month": pl.Date,
    "category": pl.String,
    "part": pl.String,
    "amount": _MONEY,
    "p10": _MONEY,
    "p90": _MONEY,
    "method": pl.String,
    "low95": _MONEY,
    "high95": _MONEY,
}


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """A budget's rows and what the range of their sums is drawn from."""

    horizon: Horizon
    rows: pl.DataFrame
    estimates: Estimates
    kept: dict[str, Vector]

    def paths(self, row: int) -> Matrix:
        """The errors of an estimate as its rows have it: PATHS × months of the horizon."""
        kept = self.kept[self.estimates.series[row].category]
        paths: Matrix = self.estimates.paths(row)[:, : len(kept)] * kept
        return paths


def budget(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency, month, category and part; the rows sum to every total.

    Parts: actual (billed, by service period, up to the month of `as_of`), known (contract charges
    until the term ends, and what is already billed for later months), ordered (open orders, by the
    month they are likely to be billed in), assumed (charges of terms that renew by themselves),
    statistical (the run-rate of uncontracted spend, less what of it is billed or ordered already;
    of the current month the days still to come). `p10` and `p90` are the 80 % range, `low95` and
    `high95` the 95 % one; `method` names the run-rate.

    24 months back and 12 ahead, or the asked period; all categories or the asked one. Where
    `as_of` lies before the data's end, contract charges billed since then count as known; other
    bills of later months do not exist yet.
    """
    return outlook(books, scope, filters).rows


def outlook(books: Books, scope: Scope, filters: Filters) -> Outlook:
    """The rows of `budget` with what a total's range is drawn from."""
    horizon = Horizon.of(filters)
    spent = Spend.of(books.ask("spend", scope, filters, start=horizon.history, end=horizon.last))
    charged = books.ask("charges", scope, filters, start=horizon.unfinished, end=horizon.last)
    rates = estimates(books, scope, filters, spent, horizon)
    orders = ordered(books, scope, filters, horizon)
    kept = _kept(rates, orders, horizon)
    end = month_of(books.snapshot.freshness.last_business_date or filters.as_of)
    rows = [
        *_actual(spent, horizon),
        *_known(spent, charged, horizon, scheduled_after=max(end, horizon.current)),
        *_ordered(orders, horizon),
        *_statistical(spent, rates, kept, horizon),
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").filter(
        pl.col("month") >= horizon.first, _in_category(filters)
    )
    order = pl.col("part").replace_strict(PARTS, range(len(PARTS)), return_dtype=pl.Int32)
    return Outlook(
        horizon,
        frame.sort("customer_no", "currency", "month", "category", order),
        rates.of_category(filters.category),
        kept,
    )


def _in_category(filters: Filters) -> pl.Expr:
    asked = filters.category
    return pl.lit(value=True) if asked is None else pl.col("category") == asked


def _kept(rates: Estimates, orders: Ordered, horizon: Horizon) -> dict[str, Vector]:
    """Per category the share of each month's run-rate that is still to come and not on order."""

    def share(category: str, month: date) -> float:
        left, days = horizon.days_left(month)
        return left / days * (1 - orders.foretold(category, horizon, month))

    return {
        category: np.array([share(category, month) for month in horizon.steps])
        for category in {series.category for series in rates.series}
    }


def _actual(spent: Spend, horizon: Horizon) -> Iterator[tuple[object, ...]]:
    for series in spent.contracted.keys() | spent.running.keys():
        contracted, running = spent.contracted.get(series, {}), spent.running.get(series, {})
        for month in contracted.keys() | running.keys():
            if horizon.first <= month <= min(horizon.current, horizon.last):
                amount = contracted.get(month, ZERO) + running.get(month, ZERO)
                yield _row(series, month, "actual", amount)


def _known(
    spent: Spend, charged: pl.DataFrame, horizon: Horizon, *, scheduled_after: date
) -> Iterator[tuple[object, ...]]:
    """Later months billed already, and the contracts' charges for months with a schedule.

    Of contracts only one of both: a month is either billed or scheduled.
    """
    known: defaultdict[tuple[Series, date, str], Decimal] = defaultdict(Decimal)
    billed = [(spent.running, date.max), (spent.contracted, scheduled_after)]
    for kind, until in billed:
        for series, months in kind.items():
            for month, amount in months.items():
                if horizon.current < month <= until:
                    known[series, month, "known"] += amount
    for customer_no, currency, category, month, part, amount in charged.iter_rows():
        if month > scheduled_after:
            known[Series(customer_no, currency, category), month, part] += amount
    for (series, month, part), amount in known.items():
        if amount:
            yield _row(series, month, part, amount, [amount] * 4)


def _ordered(orders: Ordered, horizon: Horizon) -> Iterator[tuple[object, ...]]:
    for (series, month), amount in orders.amounts.items():
        if amount and horizon.current <= month <= horizon.last:
            yield _row(series, month, "ordered", amount, [amount] * 4)


def _statistical(
    spent: Spend, rates: Estimates, kept: dict[str, Vector], horizon: Horizon
) -> Iterator[tuple[object, ...]]:
    for row, series in enumerate(rates.series):
        if rates.methods[row] == METHODS[NOTHING]:
            continue
        share = kept[series.category]
        expected = rates.expected[row, : len(share)] * share
        errors = rates.paths(row)[:, : len(share)] * share
        ends = expected + np.quantile(errors, list(RANGES.values()), axis=0)
        billed = spent.running.get(series, {})
        for step, month in enumerate(horizon.steps):
            ahead = max(billed.get(month, ZERO), ZERO) if month > horizon.current else ZERO
            amount, *edges = (
                _beyond(_amount(each, series.currency), ahead)
                for each in (expected[step], *ends[:, step])
            )
            if amount or any(edges):
                ends_around = around(amount, edges)
                method = rates.methods[row]
                yield _row(series, month, "statistical", amount, ends_around, method=method)


def around(amount: Decimal, edges: list[Decimal]) -> list[Decimal]:
    """Low and high ends in turn, on their own side of the amount; not below zero if it is not."""
    least = ZERO if amount >= 0 else None
    ends = []
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        floor = low if least is None else max(low, least)
        ends += [min(floor, amount), max(high, amount)]
    return ends


def _amount(value: float, currency: str) -> Decimal:
    return round_amount(Decimal(repr(float(value))), currency)


def _beyond(expected: Decimal, billed: Decimal) -> Decimal:
    """What is still to come of an expected amount; what is billed already is known (rule 29)."""
    return max(expected - billed, ZERO) if billed else expected


def _row(
    series: Series,
    month: date,
    part: str,
    amount: Decimal,
    ends: Sequence[Decimal | None] = (None,) * 4,
    *,
    method: str | None = None,
) -> tuple[object, ...]:
    p10, p90, low95, high95 = ends
    return (
        series.customer_no,
        series.currency,
        month,
        series.category,
        part,
        amount,
        p10,
        p90,
        method,
        low95,
        high95,
    )
