"""Models: the rules they read, written from the ledger, and their run in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import duckdb

from saldo.ledger import ageing, entries, money, months

_RULES = {
    "buckets": "bucket varchar, position integer, first_day integer, last_day integer",
    "months": "month date, last_day date, next_month date, month_no integer",
    "currencies": "currency varchar, minor_units integer",
    "entry_signs": "kind varchar, sign integer",
    "loading": "loaded_on date",
}


def write_rules(con: duckdb.DuckDBPyConnection, loaded_on: date) -> None:
    """Make schema `rules` whole: what the models know of the ledger.

    `loaded_on` is the date of the latest load in the company's time zone.
    """
    con.execute("create schema if not exists rules")
    for name, rows in _rows(loaded_on).items():
        con.execute(f"create or replace table rules.{name} ({_RULES[name]})")
        _insert(con, name, list(rows))


def _rows(loaded_on: date) -> dict[str, Iterable[tuple[Any, ...]]]:
    calendar = months.months(date(months.FIRST_YEAR, 1, 1), date(months.LAST_YEAR, 12, 31))
    return {
        "buckets": ((b.name, b.position, b.first_day, b.last_day) for b in ageing.BUCKETS),
        "months": ((m.month, m.last_day, m.next_month, m.month_no) for m in calendar),
        "currencies": money.CURRENCIES.items(),
        "entry_signs": entries.SIGNS.items(),
        "loading": [(loaded_on,)],
    }


def _insert(con: duckdb.DuckDBPyConnection, name: str, rows: list[tuple[Any, ...]]) -> None:
    width = len(rows[0])
    columns = ", ".join(f"unnest(${position + 1})" for position in range(width))
    values = [[row[position] for row in rows] for position in range(width)]
    con.execute(f"insert into rules.{name} select {columns}", values)


def run_models(con: duckdb.DuckDBPyConnection, models: Sequence[tuple[str, str]]) -> None:
    """Run every (name, select) in order, each into the table `main.<name>`."""
    for name, sql in models:
        con.execute(f"create or replace table main.{name} as {sql}")
