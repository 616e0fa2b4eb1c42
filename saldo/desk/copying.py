"""Copying: the whole desk as lines of JSON and back, from one kind of database to another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Date, Table, func, insert, select, text

from saldo.desk.kinds import Exact, Moment
from saldo.desk.migrations import HEAD
from saldo.desk.store import Desk
from saldo.desk.tables import metadata

_AT_ONCE = 500


class DeskInUse(Exception):
    """The desk that should be filled holds people already."""

    def __init__(self) -> None:
        super().__init__("the desk to restore into is not empty")


class OtherRevision(Exception):
    """The copy is of another version of the tables."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the copy is of the desk at revision {found}, this program has {HEAD}:"
            " restore with the program that made it"
        )


def lines_of(desk: Desk) -> Iterator[str]:
    """Every row of every table as of one moment: first the revision, then a line each."""
    with desk.writing() as connection:  # nobody else writes meanwhile
        yield json.dumps({"revision": HEAD})
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                values = {column.key: _plain(row[column]) for column in table.columns}
                yield json.dumps({"table": table.name, "row": values}, ensure_ascii=False)


def fill(desk: Desk, lines: Iterable[str]) -> int:
    """Put the rows of a copy into an empty desk, all or none; how many.

    Raises `DeskInUse`, `OtherRevision`.
    """
    came = iter(lines)
    revision = json.loads(next(came))["revision"]
    if revision != HEAD:
        raise OtherRevision(revision)
    tables = {table.name: table for table in metadata.sorted_tables}
    done = 0
    with desk.writing() as connection:
        _refuse_used(connection, tables["people"])
        connection.execute(tables["revision"].delete())
        waiting: list[dict[str, Any]] = []
        last: Table | None = None
        for line in came:
            told = json.loads(line)
            table = tables[told["table"]]
            if last is not None and (table is not last or len(waiting) == _AT_ONCE):
                connection.execute(insert(last), waiting)
                waiting = []
            last = table
            waiting.append({name: _typed(table, name, cell) for name, cell in told["row"].items()})
            done += 1
        if last is not None and waiting:
            connection.execute(insert(last), waiting)
        _count_on(connection)
    return done


def _refuse_used(connection: Connection, people: Table) -> None:
    if connection.execute(select(func.count()).select_from(people)).scalar_one():
        raise DeskInUse


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL's own counters go on behind the rows that came with numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if [key.name for key in table.primary_key.columns] != ["id"]:
            continue
        connection.execute(
            text(
                f"select setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our own names
                f" coalesce((select max(id) from {table.name}), 1),"
                f" exists(select 1 from {table.name}))"
            )
        )


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


def _typed(table: Table, name: str, cell: Any) -> Any:
    if cell is None or not isinstance(cell, str):
        return cell
    kind = table.columns[name].type
    if isinstance(kind, Moment):
        return datetime.fromisoformat(cell)
    if isinstance(kind, Date):
        return date.fromisoformat(cell)
    return Decimal(cell) if isinstance(kind, Exact) else cell
