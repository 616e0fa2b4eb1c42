"""Books over a small ledger: literal canonical tables, the real models, a snapshot file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from etl import forecasts
from saldo.reporting import Books, Filters, desk_rows
from saldo.warehouse import Scope, Snapshot
from tests.staging import LOADED_ON, built

Row = Mapping[str, Any]
ACME = Scope(customers=("C1",))


def snapshot_of(
    path: Path,
    *,
    loaded_on: date = LOADED_ON,
    forecast: bool = False,
    **tables: str | Sequence[Row],
) -> Snapshot:
    """A published snapshot of these canonical tables, in a new file below `path`."""
    con = built(loaded_on, **tables)
    if forecast:
        forecasts.run(con)
    con.execute("create schema if not exists meta")
    con.execute(
        "create table meta.snapshot as select 'test' as build, $1::timestamp as loaded_at,"
        " (from data_end) as last_business_date, 1 as load_no",
        [datetime.combine(loaded_on, time(6))],
    )
    con.execute(
        "create table meta.loads as select 1 as load_no, 'first' as load_id, now() as loaded_at"
    )
    con.execute("create table meta.files as select 1 as file_no, 1 as load_no, 'a/b.csv' as name")
    file = path / f"warehouse-{len(list(path.glob('*.duckdb')))}.duckdb"
    con.execute(f"attach '{file}' as published; copy from database memory to published")
    con.close()
    return Snapshot(file)


def books_of(
    path: Path,
    *,
    loaded_on: date = LOADED_ON,
    forecast: bool = False,
    desk: Mapping[str, list[dict[str, Any]]] | None = None,
    **tables: str | Sequence[Row],
) -> Books:
    """Books over these canonical tables and these rows of the desk, by relation."""
    return with_desk(
        snapshot_of(path, loaded_on=loaded_on, forecast=forecast, **tables), **(desk or {})
    )


def with_desk(snapshot: Snapshot, **relations: list[dict[str, Any]]) -> Books:
    """Books over a snapshot and these rows of the desk, by relation (`desk_disputes=[…]`)."""
    return Books(snapshot, lambda name: desk_rows.shaped(name, relations.get(name, [])))


def on(day: str, **filters: Any) -> Filters:
    """Filters as of a day."""
    return Filters(as_of=date.fromisoformat(day), **filters)


def texts(frame: pl.DataFrame, *columns: str) -> list[str]:
    """Those columns of every row as one line: amounts without trailing zeros, `-` for none."""
    return [" ".join(_text(cell) for cell in row) for row in frame.select(columns).iter_rows()]


def _text(cell: Any) -> str:
    if cell is None or cell == "":
        return "-"
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
