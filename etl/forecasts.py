"""Forecasts: the run-rates of every customer and category, made after the models, kept beside them.

So that a page only reads and adds (rules 29 to 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from saldo.forecast import AHEAD, HISTORY
from saldo.ledger.months import add_months, month_no, month_of

if TYPE_CHECKING:
    from saldo.forecast.running import RunRates

# What no contract schedules, from the first month an account cost anything, of finished months.
_SPENT = """
create or replace temp table running as
with scheduled as (
    select distinct customer_no, contract_no
    from contract_charges
),
spent as (
    select
        m.customer_no, m.currency, m.category, m.month, m.amount, m.billed_in,
        s.contract_no is not null as contracted
    from monthly_spend m
    left join scheduled s using (customer_no, contract_no)
    where m.month >= $first and m.month < $origin
),
accounts as (
    select customer_no, currency, min(month) as first_month
    from spent
    group by customer_no, currency
)
select
    s.customer_no, s.currency, s.category, s.month, cast(sum(s.amount) as double) as amount,
    any_value(a.first_month) as first_month
from spent s
join accounts a using (customer_no, currency)
where not s.contracted and s.billed_in < $origin
group by s.customer_no, s.currency, s.category, s.month
"""
_SERIES = """
create or replace temp table series as
select
    cast(row_number() over (order by customer_no, currency, category) - 1 as integer) as series,
    cast(dense_rank() over (order by customer_no, currency) - 1 as integer) as account,
    cast(dense_rank() over (order by category) - 1 as integer) as category_no,
    customer_no, currency, category,
    cast(date_diff('month', min(first_month), $origin) as integer) as months
from running
group by customer_no, currency, category
"""
_AMOUNTS = """
select
    s.series, cast(date_diff('month', $first, r.month) as integer) as place, r.amount
from running r
join series s using (customer_no, currency, category)
"""


@dataclass(frozen=True, slots=True)
class _Origin:
    """The first month forecast, and the first one learned from."""

    month: date
    first: date

    @classmethod
    def after(cls, last_business_date: date) -> _Origin:
        month = month_of(last_business_date + timedelta(days=1))
        return cls(month, add_months(month, -HISTORY))


def run(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `run_rates`, `error_pools` and `forecast_origin` from `monthly_spend`.

    Nothing is written where nothing was ever billed.
    """
    (end,) = con.execute("from data_end").fetchone() or (None,)
    if end is None:
        return
    origin = _Origin.after(end)
    con.execute(_SPENT, {"first": origin.first, "origin": origin.month})
    con.execute(_SERIES, {"origin": origin.month})
    series = con.execute(
        "select account, category_no, months from series order by series"
    ).fetchnumpy()
    if len(series["months"]):
        _write(con, origin, _forecast(con, origin, series))
    con.execute("drop table running; drop table series")


def _forecast(con: duckdb.DuckDBPyConnection, origin: _Origin, series: dict[str, Any]) -> RunRates:
    import numpy as np

    from saldo.forecast.running import run_rates

    place = np.arange(month_no(origin.month) - month_no(origin.first))
    begins = len(place) - np.minimum(series["months"], len(place))
    values = np.where(place >= begins[:, None], 0.0, np.nan)
    spent = con.execute(_AMOUNTS, {"first": origin.first}).fetchnumpy()
    values[spent["series"], spent["place"]] = spent["amount"]
    return run_rates(
        values,
        AHEAD,
        accounts=np.asarray(series["account"], dtype=np.int64),
        groups=np.asarray(series["category_no"], dtype=np.int64),
    )


def _write(con: duckdb.DuckDBPyConnection, origin: _Origin, rates: RunRates) -> None:
    import numpy as np
    import pyarrow as pa

    def lists(table: Any, kind: Any) -> Any:
        return pa.FixedSizeListArray.from_arrays(
            pa.array(np.ascontiguousarray(table).ravel(), type=kind, from_pandas=True),
            table.shape[1],
        )

    past, groups = rates.backtest, rates.calibration.groups
    found = pa.table(
        {
            "series": np.arange(len(rates.method), dtype=np.int32),
            "method": rates.method.astype(np.int32),
            "expected": lists(rates.expected, pa.float64()),
            "said": lists(past.said, pa.float64()),
            "rate_pool": pa.array(rates.pool - groups, mask=rates.pool < groups, type=pa.int32()),
            "scale": rates.scale,
            **{
                name: pa.array(getattr(past, name), from_pandas=True)
                for name in ("missed", "by_last_year", "by_mean")
            },
        }
    )
    con.register("found", found)
    con.execute(
        "insert into run_rates by name select s.customer_no, s.currency, s.category, s.months,"
        " f.* exclude (series) from found f join series s using (series) order by series"
    )
    con.unregister("found")
    pools = rates.calibration.pools
    con.register(
        "found",
        pa.table(
            {
                "rate_pool": np.arange(len(pools), dtype=np.int32) - groups,
                "errors": lists(pools.reshape(len(pools), -1), pa.float32()),
            }
        ),
    )
    con.execute(
        "insert into error_pools by name select c.category, f.errors,"
        " case when f.rate_pool >= 0 then f.rate_pool end as rate_pool from found f"
        " left join (select distinct category_no - $1 as rate_pool, category from series) c"
        " using (rate_pool) order by f.rate_pool",
        [groups],
    )
    con.unregister("found")
    con.execute(
        "insert into forecast_origin values ($1, $2)",
        [origin.month, rates.calibration.weights.tolist()],
    )
