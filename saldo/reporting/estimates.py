"""Estimates: the run-rates of the accounts in scope, as the load stored them or made when asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from saldo.forecast import AHEAD
from saldo.forecast.calibration import Calibration
from saldo.forecast.histories import Counts, Matrix, Vector, histories
from saldo.forecast.ladder import METHODS
from saldo.forecast.pools import PATHS, Pools, drawn_rows
from saldo.forecast.running import run_rates
from saldo.ledger.money import ZERO
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.reporting.spend import Series, Spend
from saldo.warehouse import Scope


@dataclass(frozen=True, eq=False, slots=True)
class Estimates:
    """One row per series: its method's name, months of history, months ahead and their errors.

    `expected` begins with the horizon's first unfinished month. `scale` × the rows of
    `errors[pool]` are the errors its range is drawn from.
    """

    series: list[Series]
    methods: list[str]
    months: list[int]
    expected: Matrix
    scale: Vector
    pool: Counts
    errors: Pools

    def paths(self, row: int) -> Matrix:
        """A series' errors, PATHS × months ahead: those of one account are drawn together."""
        rows = drawn_rows(self.series[row].customer_no)
        paths: Matrix = self.scale[row] * self.errors[self.pool[row]][rows]
        return paths

    def of_category(self, category: str | None) -> Estimates:
        """The series of one category, or all."""
        if category is None:
            return self
        rows = [at for at, each in enumerate(self.series) if each.category == category]
        return Estimates(
            [self.series[at] for at in rows],
            [self.methods[at] for at in rows],
            [self.months[at] for at in rows],
            self.expected[rows],
            self.scale[rows],
            self.pool[rows],
            self.errors,
        )


def estimates(
    books: Books, scope: Scope, filters: Filters, spent: Spend, horizon: Horizon
) -> Estimates:
    """What the load forecast, where it is of the month asked for; else made now from `spent`.

    Made now, the ranges are still those that the load learned from all accounts, where it did.
    """
    pools = books.ask("error_pools", scope, filters)
    stored = books.ask("run_rates", scope, filters, origin=horizon.unfinished)
    if stored.height and pools.height:
        return _stored(stored, pools)
    return _made(spent, horizon, pools)


def _stored(rows: pl.DataFrame, pools: pl.DataFrame) -> Estimates:
    calibration, place = _calibration(pools)
    categories = rows["category"].to_list()
    rates = rows["rate_pool"].to_list()
    pool = [
        place[category] if rate is None else calibration.groups + rate
        for category, rate in zip(categories, rates, strict=True)
    ]
    return Estimates(
        [Series(*names) for names in rows.select(Series._fields).iter_rows()],
        [METHODS[number] for number in rows["method"]],
        rows["months"].to_list(),
        np.array(rows["expected"].to_list(), dtype=np.float64),
        rows["scale"].to_numpy(),
        np.array(pool, dtype=np.int64),
        calibration.pools,
    )


def _made(spent: Spend, horizon: Horizon, pools: pl.DataFrame) -> Estimates:
    first = spent.first_months()
    series = sorted(spent.running)
    values = histories(
        [
            [float(spent.running[each].get(month, ZERO)) for month in horizon.months(start)]
            for each in series
            for start in [first[each[:2]]]
        ]
    )
    calibration, place = _calibration(pools) if pools.height else (None, {})
    names = sorted({each.category for each in series})
    place = place or {name: at for at, name in enumerate(names)}
    accounts = {account: at for at, account in enumerate(sorted({each[:2] for each in series}))}
    rates = run_rates(
        values,
        AHEAD,
        accounts=np.array([accounts[each[:2]] for each in series], dtype=np.int64),
        groups=np.array([place.get(each.category, 0) for each in series], dtype=np.int64),
        calibration=calibration,
    )
    return Estimates(
        series,
        [METHODS[number] for number in rates.method],
        [len(horizon.months(first[each[:2]])) for each in series],
        rates.expected,
        rates.scale,
        rates.pool,
        rates.calibration.pools,
    )


def _calibration(pools: pl.DataFrame) -> tuple[Calibration, dict[str, int]]:
    """What the load learned, and the place of each category's pool in it."""
    own = pools.filter(pl.col("rate_pool").is_null())
    ordered = pl.concat([own, pools.filter(pl.col("rate_pool").is_not_null()).sort("rate_pool")])
    errors = np.array(ordered["errors"].to_list(), dtype=np.float64).reshape(-1, PATHS, AHEAD)
    weights = np.array(ordered["weights"][0].to_list())
    return Calibration(weights, errors, own.height), {
        name: at for at, name in enumerate(own["category"])
    }
