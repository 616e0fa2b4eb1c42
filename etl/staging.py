"""Staging one file: its raw cells, typed, into the incoming tables, or into the rejects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from etl import dates, numbers
from etl.cells import Reading, Typed, cell_text, literal, raw_text, typed
from etl.errors import SourceError
from etl.mapping import Cell, Condition, SourceRule, TableRule
from etl.sources import RAW, Raw
from saldo.intake.tables import PARENTS, Kind, Table, table
from saldo.ledger.money import CURRENCIES, minor_units

_DEFAULTS = {
    ("invoices", "class"): "invoice",
    ("invoice_lines", "class"): "invoice",
    ("instalments", "class"): "invoice",
    ("disputes", "class"): "invoice",
    ("document_files", "class"): "invoice",
    ("payments", "kind"): "payment",
    ("allocations", "source_class"): "payment",
    ("allocations", "target_class"): "invoice",
}
_NUMBERS = (Kind.AMOUNT, Kind.PRICE, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One table rule over the raw cells: its columns as SQL, in three steps."""

    table: Table
    rule: TableRule
    columns: tuple[Typed, ...]
    texts: str
    wides: str
    values: str
    bad: str
    only: str
    line: str

    @property
    def steps(self) -> str:
        """The common table expressions `texts` and `wides`."""
        return (
            f"with numbered as (select *, {self.line} as _line from {RAW}),"
            f" texts as (select _line, {self.only} as _only, {self.texts} from numbered),"
            f" wides as (select *, {self.wides} from texts)"
        )


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
    reading = Reading(*_reading(con, raw, rule))
    plans = [_plan(t, rule, raw, reading, company) for t in rule.tables]
    _exclusions(con, raw, rule, plans[0], file_no)
    for i, plan in enumerate(plans):
        _type(con, plan, i)
    _reject(con, raw, plans, file_no)
    for i, plan in enumerate(plans):
        _accept(con, plan, i, file_no, load_no, counts=i == 0)
    named = {raw.column(name) for name in rule.wanted}
    unknown = tuple(h for i, h in enumerate(raw.headers) if f"c{i}" not in named)
    return Staged(plans[0].table.name, unknown)


def _reading(
    con: duckdb.DuckDBPyConnection, raw: Raw, rule: SourceRule
) -> tuple[str, tuple[str, ...]]:
    columns = [raw_text(column) for column in _raw_columns(raw, rule, _NUMBERS)]
    mark = numbers.decimal_mark(con, columns)
    if rule.decimal and mark != numbers.PLAIN:
        mark = rule.decimal
    stated = rule.dates or dates.formats(con, _raw_columns(raw, rule, (Kind.DATE,)))
    return mark, stated


def _raw_columns(raw: Raw, rule: SourceRule, kinds: Sequence[Kind]) -> list[str]:
    names = set[str]()
    for part in rule.tables:
        for name, cell in part.cells.items():
            if table(part.table).column(name).kind in kinds:
                names.update([cell.column] if cell.column else cell.multiply or ())
    return sorted(filter(None, (raw.column(name) for name in names)))


def _plan(rule: TableRule, source: SourceRule, raw: Raw, reading: Reading, company: str) -> _Plan:
    shape = table(rule.table)
    columns, texts, wides, values = [], [], [], []
    for column in shape.columns:
        cell = rule.cells.get(column.name, Cell())
        text = _text(rule, column.name, cell, raw, company)
        if text == "null":
            if column.required:
                raise SourceError(_missing(rule, column.name, cell, raw))
            values.append(f'null::{column.kind.sql} as "{column.name}"')
            texts.append(f"null::varchar as t_{column.name}")
            continue
        made = typed(shape.name, column, reading)
        columns.append(made)
        texts.append(f"{text}::varchar as t_{column.name}")
        if cell.multiply:
            texts += _factors(column.name, cell.multiply, raw)
        if made.wide:
            wide = _product(column.name, source, reading) if cell.multiply else made.wide
            wides.append(f"{wide} as w_{column.name}")
        values.append(f'{made.value} as "{column.name}"')
    version = raw.column(rule.version) if rule.version else None
    texts.append(f"{_version(version)}::varchar as _version")
    texts.append(f"upper({_currency(source, raw)}) as _currency")
    return _Plan(
        table=shape,
        rule=rule,
        columns=tuple(columns),
        texts=", ".join(texts),
        wides=", ".join(wides) or "1 as _none",
        values=", ".join(values),
        bad=" or ".join(test for column in columns for test in column.bad) or "false",
        only=_condition(rule.only, raw) if rule.only else "true",
        line=raw.line,
    )


def _missing(rule: TableRule, name: str, cell: Cell, raw: Raw) -> str:
    wanted = cell.column or " and ".join(cell.multiply or cell.number_within or ()) or name
    has = ", ".join(raw.headers)
    return f"column {wanted!r} is missing (for {rule.table}.{name}); the file has: {has}"


def _text(rule: TableRule, name: str, cell: Cell, raw: Raw, company: str) -> str:
    if cell.multiply:
        both = [raw.column(part) for part in cell.multiply]
        if None in both:
            return "null"
        return f"({raw_text(str(both[0]))} || ' × ' || {raw_text(str(both[1]))})"
    text = cell_text(cell, raw.column) or "null"
    default = company if name == "company_no" else _DEFAULTS.get((rule.table, name))
    return f"coalesce({text}, {literal(default)})" if default is not None else text


def _version(column: str | None) -> str:
    """A version that sorts as text: whole numbers are padded."""
    if column is None:
        return "null"
    text = raw_text(column)
    whole = f"regexp_full_match({text}, '\\d{{1,20}}')"
    return f"case when {whole} then lpad({text}, 20, '0') else {text} end"


def _factors(name: str, columns: tuple[str, str], raw: Raw) -> list[str]:
    return [
        f"{raw_text(str(raw.column(column)))} as f{i}_{name}" for i, column in enumerate(columns)
    ]


def _product(name: str, source: SourceRule, reading: Reading) -> str:
    """Quantity × price, rounded once to the currency's minor unit (rule 1)."""
    a, b = (numbers.value(f"f{i}_{name}", reading.decimal) for i in (0, 1))
    exact = f"(try_cast({a} as DECIMAL(16, 5)) * try_cast({b} as DECIMAL(20, 10)))"
    cells = [t.cells["currency"] for t in source.tables if "currency" in t.cells]
    if cells and cells[0].constant in CURRENCIES:
        return f"round({exact}, {minor_units(cells[0].constant)})::DECIMAL(22, 4)"
    return rounded(exact, "_currency")


def _currency(source: SourceRule, raw: Raw) -> str:
    """SQL for the currency that the source's rows state, whichever table it is for."""
    cells = [t.cells["currency"] for t in source.tables if "currency" in t.cells]
    return (cell_text(cells[0], raw.column) if cells else None) or "null"


def rounded(amount: str, currency: str) -> str:
    """SQL: an exact amount rounded half away from zero to its currency's minor unit (rule 1)."""
    cases = ""
    for units in (0, 3, 4):
        codes = ", ".join(literal(c) for c in sorted(CURRENCIES) if minor_units(c) == units)
        if codes:
            cases += f" when {currency} in ({codes}) then round({amount}, {units})::DECIMAL(22, 4)"
    return f"(case{cases} else round({amount}, 2)::DECIMAL(22, 4) end)"


def _condition(condition: Condition, raw: Raw) -> str:
    column = raw.column(condition.column)
    if column is None:
        raise SourceError(f"column {condition.column!r} is missing (a condition names it)")
    if condition.empty is not None:
        return f"({raw_text(column)} is {'' if condition.empty else 'not '}null)"
    listed = ", ".join(literal(value) for value in condition.equals or ())
    return f"coalesce({raw_text(column)} in ({listed}), false)"


def _control(plan: _Plan) -> str:
    """SQL for the amount a row counts with, as it arrived (rule 34)."""
    read = {c.column.name for c in plan.columns}
    if not plan.table.control or not read.issuperset(plan.table.control):
        return "0::DECIMAL(18, 4)"
    if len(plan.table.control) == 2:
        a, b = (f"w_{name}" for name in plan.table.control)
        product = f"(try_cast({a} as DECIMAL(16, 5)) * try_cast({b} as DECIMAL(20, 10)))"
        return f"coalesce(try_cast(round({product}, 4) as DECIMAL(18, 4)), 0)"
    return f"coalesce(try_cast(w_{plan.table.control[0]} as DECIMAL(18, 4)), 0)"


def _identity(plan: _Plan) -> str:
    """SQL for the currency and the parent's key that a row's amount is counted under."""
    parent = next((n for n in PARENTS if n in plan.table.names), None)
    key = f"t_{parent}" if parent else "null::varchar"
    company = "t_company_no" if "company_no" in plan.table.names else "null::varchar"
    return f"_currency, {company} as _company, {key} as _parent"


def _exclusions(
    con: duckdb.DuckDBPyConnection, raw: Raw, rule: SourceRule, first: _Plan, file_no: int
) -> None:
    """Move the rows that a named rule leaves out from the raw cells to `excluded`."""
    named = [(e.name, _condition(e.when, raw)) for e in rule.exclude]
    if first.rule.only:
        named.append(("only", f"not {first.only}"))
    con.execute("create or replace temp table left_out (line bigint)")
    for name, condition in named:
        con.execute(
            f"insert into excluded {first.steps} select {file_no}, _line, {literal(name)},"
            f" {_control(first)}, {_identity(first)} from wides where _line in"
            f" (select {raw.line} from {RAW} where {condition})"
            " and _line not in (from left_out)"
        )
        con.execute(f"insert into left_out select {raw.line} from {RAW} where {condition}")


def _type(con: duckdb.DuckDBPyConnection, plan: _Plan, i: int) -> None:
    con.execute(
        f"create or replace temp table typed_{i} as {plan.steps}"
        f" select _line, _only, _version, {plan.values}, {_control(plan)} as _control,"
        f" {_identity(plan)}, _only and ({plan.bad}) as _bad from wides"
        " where _line not in (from left_out)"
    )


def _reject(con: duckdb.DuckDBPyConnection, raw: Raw, plans: Sequence[_Plan], file_no: int) -> None:
    bad = " union ".join(f"select _line from typed_{i} where _bad" for i in range(len(plans)))
    con.execute(f"create or replace temp table bad_lines as {bad}")
    row = con.execute("select count(*) from bad_lines").fetchone()
    if row and row[0]:
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
            [file_no, ragged.line, plans[0].table.name, ragged.text, _json(reason)],
        )


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _reasons(plan: _Plan) -> str:
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
    con: duckdb.DuckDBPyConnection, plan: _Plan, i: int, file_no: int, load_no: int, *, counts: bool
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


def _grouped(con: duckdb.DuckDBPyConnection, plan: _Plan, i: int, good: str, file_no: int) -> str:
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
