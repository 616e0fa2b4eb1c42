"""Plans: the SQL that types one canonical table from a source's raw cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from etl import numbers
from etl.cells import Reading, Typed, bare_text, cell_text, literal, typed
from etl.errors import SourceError
from etl.mapping import Cell, Condition, SourceRule, TableRule
from etl.sources import Raw
from saldo.intake.tables import Column, Table, table
from saldo.ledger.money import CURRENCIES, minor_units

DEFAULTS = {
    ("invoices", "class"): "invoice",
    ("invoice_lines", "class"): "invoice",
    ("instalments", "class"): "invoice",
    ("disputes", "class"): "invoice",
    ("document_files", "class"): "invoice",
    ("payments", "kind"): "payment",
    ("allocations", "source_class"): "payment",
    ("allocations", "target_class"): "invoice",
}
"""What a cell that is empty or missing says, by table and column (`docs/tables.md` lists them)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One table rule over the raw cells: its columns as SQL, in three steps."""

    table: Table
    rule: TableRule
    columns: tuple[Typed, ...]
    texts: str
    wides: str
    values: str
    unread: str
    bad: str
    only: str
    cells: str

    @property
    def steps(self) -> str:
        """The common table expressions `texts` and `wides`, by `_file` and `_line`."""
        return (
            f"with texts as (select _file, _line, {self.only} as _only, {self.texts}"
            f" from {self.cells}), wides as (select *, {self.wides} from texts)"
        )


def make(rule: TableRule, source: SourceRule, raw: Raw, reading: Reading, company: str) -> Plan:
    """The plan of one table rule. Raises `SourceError` where a required column is missing."""
    shape = table(rule.table)
    columns, texts, wides, values = [], [], [], []
    for column in shape.columns:
        cell = rule.cells.get(column.name, Cell())
        text = _text(column, cell, raw, reading)
        default = (
            company if column.name == "company_no" else DEFAULTS.get((shape.name, column.name))
        )
        if default is not None:
            text = f"coalesce({text}, {literal(default)})"
        if text == "null":
            if column.required:
                raise SourceError(_missing(rule, column.name, cell, raw))
            values.append(f'null::{column.kind.sql} as "{column.name}"')
            texts.append(f"null::varchar as t_{column.name}")
            continue
        plainly = cell.multiply and reading.is_first
        made = typed(
            shape.name, column, replace(reading, decimal=numbers.PLAIN) if plainly else reading
        )
        columns.append(made)
        texts.append(f"{text}::varchar as t_{column.name}")
        if cell.multiply:
            texts += _factors(column.name, cell.multiply, raw)
        if made.wide:
            wide = _product(column.name, source, reading) if cell.multiply else made.wide
            wides.append(f"{wide} as w_{column.name}")
        values.append(f'{made.value} as "{column.name}"')
    version = raw.text(rule.version) if rule.version else None
    texts.append(f"{_version(version)}::varchar as _version")
    texts.append(f"upper({_currency(source, raw)}) as _currency")
    return Plan(
        table=shape,
        rule=rule,
        columns=tuple(columns),
        texts=", ".join(texts),
        wides=", ".join(wides) or "1 as _none",
        values=", ".join(values),
        unread=" or ".join(column.unread for column in columns if column.unread) or "false",
        bad=" or ".join(test for column in columns for test in column.bad) or "false",
        only=condition(rule.only, raw) if rule.only else "true",
        cells=raw.cells,
    )


def _missing(rule: TableRule, name: str, cell: Cell, raw: Raw) -> str:
    wanted = cell.column or " and ".join(cell.multiply or cell.number_within or ()) or name
    has = ", ".join(raw.headers)
    return f"column {wanted!r} is missing (for {rule.table}.{name}); the file has: {has}"


def _text(column: Column, cell: Cell, raw: Raw, reading: Reading) -> str:
    if cell.multiply:
        both = [raw.text(part) for part in cell.multiply]
        return "null" if None in both else f"({both[0]} || ' × ' || {both[1]})"
    bare = bare_text(column.kind, cell, raw) if reading.is_first else None
    return bare or cell_text(cell, raw) or "null"


def _version(text: str | None) -> str:
    """A version that sorts as text: whole numbers are padded."""
    if text is None:
        return "null"
    whole = f"regexp_full_match({text}, '\\d{{1,20}}')"
    return f"case when {whole} then lpad({text}, 20, '0') else {text} end"


def _factors(name: str, columns: tuple[str, str], raw: Raw) -> list[str]:
    return [f"{raw.text(column)} as f{i}_{name}" for i, column in enumerate(columns)]


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
    return (cell_text(cells[0], raw) if cells else None) or "null"


def rounded(amount: str, currency: str) -> str:
    """SQL: an exact amount rounded half away from zero to its currency's minor unit (rule 1)."""
    cases = ""
    for units in (0, 3, 4):
        codes = ", ".join(literal(c) for c in sorted(CURRENCIES) if minor_units(c) == units)
        if codes:
            cases += f" when {currency} in ({codes}) then round({amount}, {units})::DECIMAL(22, 4)"
    return f"(case{cases} else round({amount}, 2)::DECIMAL(22, 4) end)"


def condition(test: Condition, raw: Raw) -> str:
    """SQL for a condition on the raw cells. Raises `SourceError` where its column is missing."""
    text = raw.text(test.column)
    if text is None:
        raise SourceError(f"column {test.column!r} is missing (a condition names it)")
    if test.empty is not None:
        return f"({text} is {'' if test.empty else 'not '}null)"
    listed = ", ".join(literal(value) for value in test.equals or ())
    return f"coalesce({text} in ({listed}), false)"


def control(plan: Plan) -> str:
    """SQL for the amount a row counts with, as it arrived (rule 34)."""
    read = {typed.column.name: typed.value for typed in plan.columns}
    if not plan.table.control or not read.keys() >= set(plan.table.control):
        return "0::DECIMAL(18, 4)"
    amount = read[plan.table.control[0]]
    if len(plan.table.control) == 2:
        a, b = (read[name] for name in plan.table.control)
        amount = f"round(try_cast({a} as DECIMAL(16, 5)) * try_cast({b} as DECIMAL(20, 10)), 4)"
    return f"coalesce(try_cast({amount} as DECIMAL(18, 4)), 0)"
