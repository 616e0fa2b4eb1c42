"""Snapshots: the published warehouse files, opened read-only, asked under a scope."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from saldo.warehouse.scope import Scope

if TYPE_CHECKING:
    import polars as pl

READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "preserve_insertion_order": True,
}


warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")


class NoSnapshot(Exception):
    """The home has no published snapshot yet."""


class Unreadable(Exception):
    """The snapshot that `CURRENT` names is missing or not a warehouse of this version."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Which build this is, when it was loaded, and the last business date in its sources."""

    build: str
    loaded_at: datetime
    last_business_date: date | None


class Snapshot:
    """One published warehouse file. Safe for any number of threads."""

    def __init__(self, path: Path) -> None:
        """Open the file and keep one anchor connection, so that each query connects in 45 µs."""
        self.path = path
        try:
            self._anchor = duckdb.connect(str(path), read_only=True, config=READ_ONLY)
            row = self._anchor.execute(
                "select build, loaded_at, last_business_date from meta.snapshot"
            ).fetchone()
        except duckdb.Error as error:
            raise Unreadable(f"{path.name} cannot be read: {error}") from error
        if row is None:
            raise Unreadable(f"{path.name} does not say which build it is")
        self.freshness = Freshness(*row)
        self._scopes: dict[Scope, list[str]] = {}
        self._statements: dict[str, duckdb.Statement] = {}

    @property
    def build(self) -> str:
        """The build's name: part of every cache key."""
        return self.freshness.build

    def read(
        self,
        sql: str,
        *,
        scope: Scope,
        params: Mapping[str, Any] | None = None,
        tables: Mapping[str, pl.DataFrame] | None = None,
    ) -> pl.DataFrame:
        """The answer to one query, which finds its accounts in the relation `scope`.

        `scope` has one column, customer_no. `params` are bound by name ($as_of); `tables` are
        registered under their names. DECIMAL columns stay Decimal.
        """
        import polars as pl  # here: a load, which asks nothing, starts without it

        con = duckdb.connect(str(self.path), read_only=True, config=READ_ONLY)
        try:
            self._make_scope(con, scope)
            for name, frame in (tables or {}).items():
                con.register(name, frame.to_arrow())
            # Executed, not asked as a relation: that would plan every query twice.
            rows = con.execute(self._parsed(con, sql), dict(params or {})).to_arrow_table()
            return pl.DataFrame(rows)
        finally:
            con.close()

    def _make_scope(self, con: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        """The relation `scope`. What a scope comes to is kept: the file never changes."""
        numbers = self._scopes.get(scope)
        if numbers is not None:
            con.execute(_SCOPE_OF_NUMBERS, {"numbers": numbers})
            return
        con.execute(_SCOPE, _scope_params(scope))
        # Fetched to its end: nothing can be registered beside an unfinished result.
        found = con.execute(f"select customer_no from scope limit {_NUMBERS_KEPT + 1}").fetchall()
        if len(found) <= _NUMBERS_KEPT and len(self._scopes) < _SCOPES_KEPT:
            self._scopes[scope] = [number for (number,) in found]

    def _parsed(self, con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
        """The query as the parser read it, kept: reading a long one again costs a fifth of it."""
        found = self._statements.get(sql)
        if found is None:
            (found,) = con.extract_statements(sql)
            if len(self._statements) < _STATEMENTS_KEPT:
                self._statements[sql] = found
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._anchor.close()


_SCOPES_KEPT, _NUMBERS_KEPT, _STATEMENTS_KEPT = 500, 1000, 500
_SCOPE_OF_NUMBERS = """
create temp table scope as select unnest($numbers::varchar[]) as customer_no
"""
_SCOPE = """
create temp table scope as
select c.customer_no
from customers c
where (
    $unlimited
    or list_contains($customers::varchar[], c.customer_no)
    or list_contains($reps::varchar[], c.rep_no)
    or exists (
        from customer_ancestors a
        where a.customer_no = c.customer_no
            and list_contains($groups::varchar[], a.ancestor_no)
    )
) and ($chosen::varchar[] is null or list_contains($chosen::varchar[], c.customer_no))
order by c.customer_no
"""


def _scope_params(scope: Scope) -> dict[str, Any]:
    return {
        "unlimited": scope.unlimited is not None,
        "customers": list(scope.customers),
        "groups": list(scope.groups),
        "reps": list(scope.reps),
        "chosen": None if scope.chosen is None else list(scope.chosen),
    }


_lock = threading.Lock()
_open: dict[Path, Snapshot] = {}
_KEEP_OPEN = 4


def current_path(home: Path) -> Path:
    """The file that `CURRENT` names. Raises `NoSnapshot`."""
    try:
        name = (home / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoSnapshot(f"{home} holds no published snapshot yet") from None
    return home / "snapshots" / name


def current(home: Path) -> Snapshot:
    """The published snapshot of a home, opened once and kept. Raises `NoSnapshot`, `Unreadable`."""
    return opened(current_path(home))


def opened(path: Path) -> Snapshot:
    """The snapshot in that file, opened once and kept. Raises `Unreadable`."""
    with _lock:
        snapshot = _open.get(path)
        if snapshot is None:
            snapshot = _open[path] = Snapshot(path)
            for old in list(_open)[:-_KEEP_OPEN]:
                _open.pop(old).close()
        return snapshot
