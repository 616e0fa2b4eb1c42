"""Groups: documents that a source tells only line by line, made from their lines."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from etl import workspace
from etl.cells import literal
from etl.plan import Plan
from saldo.intake.tables import Table


def add(con: duckdb.DuckDBPyConnection, plan: Plan, typed: str) -> None:
    """Put one row per key and file into the plan's incoming table.

    Rows of a group that disagree go to `disagreeing`, and their group does not come to be.
    """
    group = ", ".join(f'"{name}"' for name in plan.table.key)
    con.execute(
        f"create or replace temp table grouped as select _file, {_columns(plan)},"
        " min(_line) as _line, max(_load) as _load, max(_version) as _version,"
        f" sum(_control) as _control, max(_currency) as _currency, {_disagree(plan)} as _disagree,"
        f" list(_line) as _lines from {typed} group by _file, {group}"
    )
    con.execute(
        f"insert into disagreeing select _file, unnest(_lines), {literal(plan.table.name)},"
        f" concat_ws(' ', {group}) from grouped where _disagree"
    )
    names = f"{workspace.names(plan.table)}, {workspace.TRACE}, _control, _currency"
    con.execute(
        f"insert into incoming.{plan.table.name} ({names}, _counts, _unread, _bad)"
        f" select {names}, false, false, false from grouped where not _disagree"
    )


def _columns(plan: Plan) -> str:
    parts = []
    for name in plan.table.names:
        quoted = f'"{name}"'
        if name in plan.table.key:
            parts.append(quoted)
        else:
            cell = plan.rule.cells.get(name)
            take = (cell.take if cell else None) or "agree"
            parts.append(f"{_taken(quoted, take, plan.table, name)} as {quoted}")
    return ", ".join(parts)


def _disagree(plan: Plan) -> str:
    tests = [
        f'min("{name}") <> max("{name}")'
        for name, cell in plan.rule.cells.items()
        if name not in plan.table.key and (cell.take or "agree") == "agree"
    ]
    return f"coalesce({' or '.join(tests) or 'false'}, false)"


_TakeSql: dict[str, Callable[[str], str]] = {
    "first": lambda c: f"arg_min({c}, _line)",
    "last": lambda c: f"arg_max({c}, _line)",
    "agree": lambda c: f"max({c})",
}


def _taken(quoted: str, take: str, shape: Table, name: str) -> str:
    if take == "sum":
        return f"sum({quoted})::{shape.column(name).kind.sql}"
    return _TakeSql[take](quoted)
