"""Receivables: the IBM sample, each month of 2013 forecast from what was paid before it.

The product's own SQL over a table like its own: `payment_pool` and `paying_habits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from etl import models
from saldo.forecast.payment_dates import Open, PaymentDates, Pool, day_numbers, payment_dates
from saldo.reporting.questions import question

Floats = npt.NDArray[np.float64]
_DAY = timedelta(days=1)
_WINDOW = 14


@dataclass(frozen=True, slots=True)
class Found:
    """Invoices forecast; AUC of being late, mean error in days, share inside p10 to p90, WAPE.

    `cash` is the error of what is paid within 14 days, of all that was, asked every Monday.
    """

    invoices: int
    auc: float
    mae: float
    inside: float
    cash: float


class Receivables:
    """The sample in memory. Without `disputes`, nobody knows of them."""

    def __init__(self, file: Path, *, disputes: bool) -> None:
        self._con = duckdb.connect()
        self._con.execute(
            "create table sample as select customerID as customer_no,"
            " strptime(InvoiceDate, '%m/%d/%Y')::date as issue_date,"
            " strptime(DueDate, '%m/%d/%Y')::date as due_date,"
            " strptime(SettledDate, '%m/%d/%Y')::date as paid_on,"
            " InvoiceAmount::double as amount, $2 and Disputed = 'Yes' as disputed"
            " from read_csv($1, all_varchar = true)",
            [str(file), disputes],
        )
        self._con.execute("create table scope as select distinct customer_no from sample")

    def measured(self) -> Found:
        """New invoices of January to November 2013, and the cash of every fortnight."""
        parts = []
        for month in range(1, 12):
            first, following = date(2013, month, 1), date(2013, month + 1, 1)
            rows, dates = self._said(
                first - _DAY, pl.col("issue_date").is_between(first, following - _DAY)
            )
            came = day_numbers(rows["paid_on"].to_list())
            parts.append(
                np.stack([came, dates.due, dates.late(), *(dates.at(p) for p in (0.1, 0.5, 0.9))])
            )
        came, due, late, low, middle, high = np.concatenate(parts, axis=1)
        return Found(
            invoices=len(came),
            auc=_auc(came > due, late),
            mae=float(np.abs(came - middle).mean()),
            inside=float(((came >= low) & (came <= high)).mean()),
            cash=self._cash(),
        )

    def _cash(self) -> float:
        wrong = paid = 0.0
        for week in range(48):
            today = date(2013, 1, 7) + week * 7 * _DAY
            rows, dates = self._said(
                today, (pl.col("issue_date") <= today) & (pl.col("paid_on") > today)
            )
            now = day_numbers([today])[0]
            amounts = rows["amount"].to_numpy()
            came = day_numbers(rows["paid_on"].to_list()) <= now + _WINDOW
            expected = float((amounts * dates.within(now, now + _WINDOW)).sum())
            wrong += abs(expected - float(amounts[came].sum()))
            paid += float(amounts[came].sum())
        return wrong / paid

    def _said(self, today: date, which: pl.Expr) -> tuple[pl.DataFrame, PaymentDates]:
        """The chosen invoices, and when they are paid by what was paid until `today`."""
        self._con.execute(
            "create or replace table payment_delays as select *, paid_on - due_date as days"
            " from sample where paid_on <= $1",
            [today],
        )
        pool_sql = dict(models.texts())["payment_pool"]
        self._con.execute(f"create or replace table payment_pool as {pool_sql}")
        found = self._con.sql("from payment_pool").pl().row(0, named=True)
        pool = Pool.of(found)
        habits = self._con.sql(question("paying_habits").sql, params={"as_of": today}).pl()
        rows = self._con.sql("from sample").pl().filter(which)
        rows = rows.join(habits, on="customer_no", how="left")
        invoices = Open(
            issued=day_numbers(rows["issue_date"].to_list()),
            due=day_numbers(rows["due_date"].to_list()),
            disputed=rows["disputed"].to_numpy(),
            paid=rows["invoices"].fill_null(0).cast(pl.Float64).to_numpy(),
            mean=rows["days"].fill_null(0.0).to_numpy(),
        )
        return rows, payment_dates(pool, invoices, day_numbers([today])[0])


def _auc(late: npt.NDArray[np.bool_], said: Floats) -> float:
    """The chance that of a late and a timely invoice the late one was given the higher risk."""
    _, place, count = np.unique(said, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    hits = int(late.sum())
    return float((rank[late].sum() - hits * (hits + 1) / 2) / (hits * (len(late) - hits)))
