"""Staging one file: its raw cells, typed, into the incoming tables, or into the rejects."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from etl import dates, numbers
from etl.cells import Reading, literal
from etl.mapping import SourceRule
from etl.plan import Plan, condition, control, identity, make
from etl.sources import RAW, Raw
from saldo.intake.tables import Kind, Table, table

_NUMBERS = (Kind.AMOUNT, Kind.PRICE, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Staged:
    """What staging one file gave: the table its rows count under, and headers no rule names."""

    table: str
    unknown_columns: tuple[str, ...]


def stage(
    con: duckdb.DuckDBPyConnection,
    *,
    raw: Raw,
    rule: SourceRule,
    company: str,
    file_no: int,
    load_no: int,
) -> Staged:
    """Type the file's rows into `incoming.*`; the others into `rejects` and `excluded`.

    A row that any of its tables refuses enters none of them. Raises `SourceError` where a
    required column is missing.
    """
    plans = _type_all(con, raw, rule, company, file_no)
    _reject(con, raw, plans, file_no)
    for i, plan in enumerate(plans):
        _accept(con, plan, i, file_no, load_no, counts=i == 0)
    named = {raw.column(name) for name in rule.wanted}
    unknown = tuple(h for i, h in enumerate(raw.headers) if f"c{i}" not in named)
    return Staged(plans[0].table.name, unknown)


def _type_all(
    con: duckdb.DuckDBPyConnection, raw: Raw, rule: SourceRule, company: str, file_no: int
) -> list[Plan]:
    """Type the rows by each table's plan: read plainly first, and by what the file shows if that
    leaves cells unread."""
    plain = Reading(numbers.PLAIN, rule.dates or dates.NAMED)
    plans = [make(t, rule, raw, plain, company) for t in rule.tables]
    _exclusions(con, raw, rule, plans[0], file_no)
    for i, plan in enumerate(plans):
        _type(con, plan, i)
    if not any(_has_bad(con, i) for i in range(len(plans))):
        return plans
    shown = _reading(con, raw, rule)
    if shown != plain:
        plans = [make(t, rule, raw, shown, company) for t in rule.tables]
        for i, plan in enumerate(plans):
            _type(con, plan, i)
    return plans


def _has_bad(con: duckdb.DuckDBPyConnection, i: int) -> bool:
    return bool(con.execute(f"select 1 from typed_{i} where _bad limit 1").fetchall())


def _reading(con: duckdb.DuckDBPyConnection, raw: Raw, rule: SourceRule) -> Reading:
    mark = numbers.decimal_mark(con, _texts(raw, rule, _NUMBERS))
    if rule.decimal and mark != numbers.PLAIN:
        mark = rule.decimal
    return Reading(mark, rule.dates or dates.formats(con, _texts(raw, rule, (Kind.DATE,))))


def _texts(raw: Raw, rule: SourceRule, kinds: Sequence[Kind]) -> list[str]:
    """SQL for the texts of all source columns that feed columns of these kinds."""
    names = set[str]()
    for part in rule.tables:
        for name, cell in part.cells.items():
            if table(part.table).column(name).kind in kinds:
                names.update([cell.column] if cell.column else cell.multiply or ())
    return [text for name in sorted(names) if (text := raw.text(name)) is not None]


def _exclusions(
    con: duckdb.DuckDBPyConnection, raw: Raw, rule: SourceRule, first: Plan, file_no: int
) -> None:
    """Move the rows that a named rule leaves out from the raw cells to `excluded`."""
    named = [(e.name, condition(e.when, raw)) for e in rule.exclude]
    if first.rule.only:
        named.append(("only", f"not {first.only}"))
    con.execute("create or replace temp table left_out (line bigint)")
    for name, test in named:
        con.execute(
            f"insert into excluded {first.steps} select {file_no}, _line, {literal(name)},"
            f" {control(first)}, {identity(first)} from wides where _line in"
            f" (select {raw.line} from {RAW} where {test})"
            " and _line not in (from left_out)"
        )
        con.execute(f"insert into left_out select {raw.line} from {RAW} where {test}")


def _type(con: duckdb.DuckDBPyConnection, plan: Plan, i: int) -> None:
    con.execute(
        f"create or replace temp table typed_{i} as {plan.steps}"
        f" select _line, _only, _version, {plan.values}, {control(plan)} as _control,"
        f" {identity(plan)}, _only and ({plan.bad}) as _bad from wides"
        " where _line not in (from left_out)"
    )


def _reject(con: duckdb.DuckDBPyConnection, raw: Raw, plans: Sequence[Plan], file_no: int) -> None:
    bad = " union ".join(f"select _line from typed_{i} where _bad" for i in range(len(plans)))
    con.execute(f"create or replace temp table bad_lines as {bad}")
    if con.execute("select 1 from bad_lines limit 1").fetchall():
        reasons = " union all ".join(_reasons(plan) for plan in plans)
        con.execute(
            f"insert into rejects with told as ({reasons}),"
            " each as (select _line, list(distinct r) as rs from (select _line, unnest(rs) as r"
            " from told) group by _line)"
            f" select {file_no}, t._line, {literal(plans[0].table.name)}, {row_text(raw)},"
            " coalesce(e.rs, []), t._control, t._currency, t._company, t._parent"
            " from typed_0 t join bad_lines using (_line) left join each e using (_line)"
            f" join (select *, {raw.line} as _at from {RAW}) cells on cells._at = t._line"
        )
    for ragged in raw.ragged:
        reason = {"code": "cells", "found": ragged.found, "expected": ragged.expected}
        con.execute(
            "insert into rejects values (?, ?, ?, ?, [?::json], 0, null, null, null)",
            [file_no, ragged.line, plans[0].table.name, ragged.text, json.dumps(reason)],
        )


def _reasons(plan: Plan) -> str:
    cases = []
    for column in plan.columns:
        for reason in column.reasons:
            where = literal(column.column.name)
            told = (
                f"json_object('code', {literal(reason.code)}, 'column', {where},"
                f" 'value', {column.text})"
            )
            cases.append(f"case when {reason.when} then {told} end")
    return (
        f"select _line, list_filter([{', '.join(cases)}], lambda x: x is not null) as rs from"
        f" ({plan.steps} select * from wides semi join bad_lines using (_line) where _only)"
    )


def row_text(raw: Raw) -> str:
    """SQL for a row's original text: its cells as they stood, quoted where they must be."""
    cells = ", ".join(
        f"""case when regexp_matches(c{i}, '[",\\n]') then '"' || replace(c{i}, '"', '""') || '"'"""
        f" else coalesce(c{i}, '') end"
        for i in range(len(raw.headers))
    )
    return f"array_to_string([{cells}], ',')"


def _accept(
    con: duckdb.DuckDBPyConnection, plan: Plan, i: int, file_no: int, load_no: int, *, counts: bool
) -> None:
    names = ", ".join(f'"{name}"' for name in plan.table.names)
    good = f"(select * from typed_{i} where _only and _line not in (select _line from bad_lines))"
    source = _grouped(con, plan, i, good, file_no) if plan.rule.group else good
    control = "_control" if counts else "null"
    con.execute(
        f"insert into incoming.{plan.table.name} ({names}, _file, _line, _load, _version, _hash,"
        f" _control, _currency, _counts) select {names}, {file_no}, _line, {load_no}, _version, 0,"
        f" {control}, _currency, {counts} from {source}"
    )
    con.execute(f"drop table typed_{i}")


def _grouped(con: duckdb.DuckDBPyConnection, plan: Plan, i: int, good: str, file_no: int) -> str:
    """One row per key; rows of a group that disagree go to `disagreeing`."""
    key = [f'"{name}"' for name in plan.table.key]
    takes = {name: cell.take or "agree" for name, cell in plan.rule.cells.items()}
    parts, agree = [], []
    for name in plan.table.names:
        quoted = f'"{name}"'
        take = takes.get(name, "agree")
        if quoted in key:
            parts.append(quoted)
            continue
        parts.append(f"{_taken(quoted, take, plan.table, name)} as {quoted}")
        if take == "agree" and name in takes:
            agree.append(f"min({quoted}) <> max({quoted})")
    group = ", ".join(key)
    con.execute(
        f"create or replace temp table groups_{i} as select {', '.join(parts)},"
        f" min(_line) as _line, max(_version) as _version, sum(_control) as _control,"
        " max(_currency) as _currency,"
        f" {' or '.join(agree) or 'false'} as _disagree, list(_line) as _lines"
        f" from {good} group by {group}"
    )
    con.execute(
        f"insert into disagreeing select {file_no}, unnest(_lines), {literal(plan.table.name)},"
        f" concat_ws(' ', {group}) from groups_{i} where _disagree"
    )
    return f"(select * from groups_{i} where not _disagree)"


_TakeSql: dict[str, Callable[[str], str]] = {
    "first": lambda c: f"arg_min({c}, _line)",
    "last": lambda c: f"arg_max({c}, _line)",
    "agree": lambda c: f"max({c})",
}


def _taken(quoted: str, take: str, shape: Table, name: str) -> str:
    if take == "sum":
        return f"sum({quoted})::{shape.column(name).kind.sql}"
    return _TakeSql[take](quoted)
