"""Budget: cost by month of service without VAT, as billed and as forecast (rules 28 to 31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from saldo.forecast.runrate import RunRate, run_rate
from saldo.ledger.money import ZERO
from saldo.ledger.months import month_of
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.warehouse import Scope

PARTS = ("actual", "known", "assumed", "statistical")
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
}


class Series(NamedTuple):
    """What one forecast is made for."""

    customer_no: str
    currency: str
    category: str


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """A budget's rows and the run-rates behind its statistical part."""

    horizon: Horizon
    rows: pl.DataFrame
    run_rates: dict[Series, RunRate]


def budget(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency, month, category and part; the rows sum to every total.

    Parts: actual (billed, by service period, up to the month of `as_of`), known (contract charges
    until the term ends, and what is already billed for later months), assumed (charges of terms
    that renew by themselves), statistical (the run-rate of uncontracted spend, less what of it
    is already billed; of the current month the days still to come). `p10` and `p90` are the
    80 % range, null where history is too short to say; `method` names the run-rate.

    24 months back and 12 ahead, or the asked period; all categories or the asked one. Where
    `as_of` lies before the data's end, contract charges billed since then count as known; other
    bills of later months do not exist yet.
    """
    return outlook(books, scope, filters).rows


def outlook(books: Books, scope: Scope, filters: Filters) -> Outlook:
    """The rows of `budget` with what a total's range is drawn from."""
    horizon = Horizon.of(filters)
    spent = _Spend.of(books.ask("spend", scope, filters, start=horizon.history, end=horizon.last))
    charged = books.ask("charges", scope, filters, start=horizon.unfinished, end=horizon.last)
    rates = _run_rates(spent, horizon)
    end = month_of(books.snapshot.freshness.last_business_date or filters.as_of)
    rows = [
        *_actual(spent, horizon),
        *_known(spent, charged, horizon, scheduled_after=max(end, horizon.current)),
        *_statistical(spent, rates, horizon),
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").filter(
        pl.col("month") >= horizon.first, _in_category(filters)
    )
    order = pl.col("part").replace_strict(PARTS, range(len(PARTS)), return_dtype=pl.Int32)
    return Outlook(
        horizon,
        frame.sort("customer_no", "currency", "month", "category", order),
        {each: rate for each, rate in rates.items() if filters.category in (None, each.category)},
    )


def _in_category(filters: Filters) -> pl.Expr:
    asked = filters.category
    return pl.lit(value=True) if asked is None else pl.col("category") == asked


@dataclass(frozen=True, slots=True)
class _Spend:
    """Billed cost by series and month: contracted, and running on by itself."""

    contracted: dict[Series, dict[date, Decimal]]
    running: dict[Series, dict[date, Decimal]]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> _Spend:
        spent = cls({}, {})
        for customer_no, currency, category, month, contracted, amount in frame.iter_rows():
            series = Series(customer_no, currency, category)
            kind = spent.contracted if contracted else spent.running
            kind.setdefault(series, {})[month] = amount
        return spent

    def first_months(self) -> dict[tuple[str, str], date]:
        """Per customer and currency the first month with any spend."""
        first: dict[tuple[str, str], date] = {}
        for kind in (self.contracted, self.running):
            for series, months in kind.items():
                account = series[:2]
                first[account] = min(first.get(account, date.max), *months)
        return first


def _run_rates(spent: _Spend, horizon: Horizon) -> dict[Series, RunRate]:
    first = spent.first_months()
    return {
        series: run_rate(
            [amounts.get(month, ZERO) for month in horizon.months(first[series[:2]])],
            ahead=len(horizon.steps),
            currency=series.currency,
        )
        for series, amounts in spent.running.items()
    }


def _actual(spent: _Spend, horizon: Horizon) -> Iterator[tuple[object, ...]]:
    for series in spent.contracted.keys() | spent.running.keys():
        contracted, running = spent.contracted.get(series, {}), spent.running.get(series, {})
        for month in contracted.keys() | running.keys():
            if horizon.first <= month <= min(horizon.current, horizon.last):
                amount = contracted.get(month, ZERO) + running.get(month, ZERO)
                yield _row(series, month, "actual", amount)


def _known(
    spent: _Spend, charged: pl.DataFrame, horizon: Horizon, *, scheduled_after: date
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
            yield _row(series, month, part, amount, (amount, amount))


def _statistical(
    spent: _Spend, rates: dict[Series, RunRate], horizon: Horizon
) -> Iterator[tuple[object, ...]]:
    for series, rate in rates.items():
        billed = spent.running[series]
        for step, month in enumerate(horizon.steps):
            ahead = max(billed.get(month, ZERO), ZERO) if month > horizon.current else ZERO
            band = rate.band(step, series.currency)
            expected, *edges = (
                _beyond(horizon.rest(each, month, series.currency), ahead)
                for each in (rate.amounts[step], *(band or ()))
            )
            if expected or any(edges):
                yield _row(series, month, "statistical", expected, edges, method=rate.method)


def _beyond(expected: Decimal, billed: Decimal) -> Decimal:
    """What is still to come of an expected amount; what is billed already is known (rule 29)."""
    return max(expected - billed, ZERO) if billed else expected


def _row(
    series: Series,
    month: date,
    part: str,
    amount: Decimal,
    band: Any = None,
    *,
    method: str | None = None,
) -> tuple[object, ...]:
    low, high = band or (None, None)
    return (
        series.customer_no,
        series.currency,
        month,
        series.category,
        part,
        amount,
        low,
        high,
        method,
    )
