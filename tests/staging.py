"""A warehouse in memory: every staging table, filled from small literal tables, models run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb

import etl.models
import etl.originals
from saldo.intake.tables import TABLES, Table
from saldo.warehouse.models import run_models, write_rules

Row = Mapping[str, Any]
LOADED_ON = date(2026, 6, 30)
TRACE = {"_file": "INTEGER", "_line": "BIGINT", "_load": "INTEGER", "_version": "VARCHAR"}
DEFAULTS = {  # what the loader guarantees, table by table
    "payments": {"kind": "payment"},
    "allocations": {"source_class": "payment", "target_class": "invoice"},
}


def staged(**tables: str | Sequence[Row]) -> duckdb.DuckDBPyConnection:
    """A connection with schema `staging`, holding the given rows as the loader would leave them.

    A table is text: a line of column names, then a line per row, cells parted by blanks, `-` for
    an empty one; or a list of rows. Customers that no row lists are made.
    """
    con = duckdb.connect()
    con.execute("set threads = 1")
    con.execute("create schema staging")
    for table in TABLES.values():
        con.execute(_ddl(table))
    etl.originals.prepare(con)
    given = {name: rows_of(rows) for name, rows in tables.items()}
    for name, rows in _with_customers(given).items():
        for line, row in enumerate(rows, start=1):
            _insert(con, TABLES[name], line, row)
    con.execute(
        "insert into staging.originals select company_no, class, invoice_no, file_name,"
        " sha256(file_name), 1, null, 1 from staging.document_files"
    )
    return con


def built(
    loaded_on: date = LOADED_ON,
    wanted: Sequence[str] = (),
    **tables: str | Sequence[Row],
) -> duckdb.DuckDBPyConnection:
    """The same with the rules written and all models run, or the wanted ones and what they read."""
    con = staged(**tables)
    con.execute("create schema meta")
    write_rules(con, loaded_on)
    run_models(con, needed(tuple(wanted)))
    return con


@cache
def needed(wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    """The wanted models (all where none is named) and what they read, in order."""
    models = dict(etl.models.texts())
    if not wanted:
        return list(models.items())
    needed: set[str] = set()
    ahead = list(wanted)
    while ahead:
        name = ahead.pop()
        if name in models and name not in needed:
            needed.add(name)
            ahead.extend(etl.models.references(models[name]))
    return [(name, sql) for name, sql in models.items() if name in needed]


def rows(con: duckdb.DuckDBPyConnection, sql: str, **params: Any) -> list[tuple[Any, ...]]:
    """The answer to a query."""
    return con.execute(sql, params).fetchall()


def texts(con: duckdb.DuckDBPyConnection, sql: str, **params: Any) -> list[str]:
    """The answer to a query, each row as one line of text, trailing zeros of amounts cut."""
    return [" ".join(_text(cell) for cell in row) for row in rows(con, sql, **params)]


def rows_of(table: str | Sequence[Row]) -> list[Row]:
    """The rows of a literal table."""
    if not isinstance(table, str):
        return list(table)
    names, *lines = [line.split() for line in table.strip().splitlines()]
    return [
        {name: cell for name, cell in zip(names, line, strict=True) if cell != "-"}
        for line in lines
    ]


def _text(cell: Any) -> str:
    if cell is None:
        return "-"
    text = str(cell)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def _ddl(table: Table) -> str:
    columns = [f"{column.name} {column.kind.sql}" for column in table.columns]
    columns += [f"{name} {kind}" for name, kind in TRACE.items()]
    return f"create table staging.{table.name} ({', '.join(columns)}, _hash UBIGINT)"


def _with_customers(given: dict[str, list[Row]]) -> dict[str, list[Row]]:
    listed = {str(row["customer_no"]) for row in given.get("customers", [])}
    named = {
        str(row["customer_no"]) for rows in given.values() for row in rows if "customer_no" in row
    }
    made: list[Row] = [{"customer_no": no, "name": no} for no in sorted(named - listed)]
    return given | {"customers": given.get("customers", []) + made}


def _insert(con: duckdb.DuckDBPyConnection, table: Table, line: int, row: Row) -> None:
    defaults: dict[str, Any] = dict(DEFAULTS.get(table.name, {}))
    if "company_no" in table.names:
        defaults["company_no"] = "1"
    if "class" in table.names:
        defaults["class"] = "invoice"
    full = defaults | {"_file": 1, "_line": line, "_load": 1} | dict(row)
    kinds = {column.name: column.kind.sql for column in table.columns} | TRACE
    cells = ", ".join(
        f"cast(${position + 1} as {kinds[name]})" for position, name in enumerate(full)
    )
    values = [str(value) for value in full.values()]
    con.execute(f"insert into staging.{table.name} ({', '.join(full)}) values ({cells})", values)
