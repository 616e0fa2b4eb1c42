"""The workspace of one load: the staging tables and what arrives beside them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from etl import originals
from saldo.intake.tables import TABLES, Table

TRACE = "_file, _line, _load, _version"
"""Where a row is from: the columns beside the canonical ones."""
_TAIL = "_file integer, _line bigint, _load integer, _version varchar"
_PASSING = (
    "_control decimal(18, 4), _currency varchar, _counts boolean, _unread boolean, _bad boolean"
)
_OUTCOME = (
    "file_no integer, line bigint, {what}, control decimal(18, 4), currency varchar,"
    " company_no varchar, parent_no varchar"
)


def columns(table: Table) -> str:
    """A canonical table's columns as DDL."""
    return ", ".join(f'"{column.name}" {column.kind.sql}' for column in table.columns)


def names(table: Table) -> str:
    """A canonical table's column names, quoted."""
    return ", ".join(f'"{name}"' for name in table.names)


def clear(con: duckdb.DuckDBPyConnection, table: Table, name: str) -> None:
    """Make an empty temporary table like the incoming one."""
    con.execute(f"create or replace temp table {name} ({columns(table)}, {_TAIL}, {_PASSING})")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the lasting schemas (where missing) and the passing tables of a load.

    `incoming` is a database in memory: what arrives is written to disk once, when it is accepted.
    """
    con.execute("create schema if not exists staging; create schema if not exists meta")
    con.execute("attach if not exists ':memory:' as incoming")
    for table in TABLES.values():
        con.execute(
            f"create table if not exists staging.{table.name} ({columns(table)}, {_TAIL});"
            f"create or replace table incoming.{table.name} ({columns(table)}, {_TAIL}, {_PASSING})"
        )
    con.execute(
        f"create or replace temp table excluded ({_OUTCOME.format(what='name varchar')});"
        "create or replace temp table rejects ("
        + _OUTCOME.format(what="table_name varchar, row_text varchar, reasons json[]")
        + ");"
        "create or replace temp table disagreeing"
        " (file_no integer, line bigint, table_name varchar, key varchar);"
        "create or replace temp table refused (file_no integer, line bigint, reason json)"
    )
    _widen(con)
    con.execute(_META)
    originals.prepare(con)


def _widen(con: duckdb.DuckDBPyConnection) -> None:
    """Give staging the columns that the canonical tables have gained since it was made."""
    found = con.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = current_database() and schema_name = 'staging'"
    ).fetchall()
    standing = set(found)
    for table in TABLES.values():
        for column in table.columns:
            if (table.name, column.name) not in standing:
                con.execute(
                    f'alter table staging.{table.name} add column "{column.name}" {column.kind.sql}'
                )


def clear_incoming(con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Give back the memory of what has been added to staging."""
    for table in tables:
        con.execute(f"drop table incoming.{table}")


_META = """
create table if not exists meta.loads (
    load_no integer, load_id varchar, loaded_at timestamp, mapping varchar
);
create table if not exists meta.files (
    file_no integer, load_no integer, position integer, name varchar, sha256 varchar,
    mapping_digest varchar, reader integer, table_name varchar, read_rows bigint,
    accepted bigint, excluded bigint, rejected bigint, retry boolean, amounts varchar,
    unknown_columns varchar[]
);
create table if not exists meta.rejects (
    load_no integer, file_no integer, file_name varchar, line bigint, table_name varchar,
    row_text varchar, reasons json[]
);
"""
