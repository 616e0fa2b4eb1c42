"""Mapping files: TOML in, a checked `Mapping` out, or a sentence that says what is wrong where."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from etl.errors import MappingError
from etl.mapping import Cell, Condition, Exclusion, Mapping, SourceRule, TableRule
from saldo.intake.tables import TABLES

SHIPPED = Path(__file__).parent / "mappings"
_CELL_KEYS = {
    "column",
    "constant",
    "multiply",
    "number_within",
    "drop_suffix",
    "prefix",
    "words",
    "starts",
    "months_before",
    "take",
}
_TAKES = ("first", "last", "sum", "agree")


def find(name_or_path: str) -> Mapping:
    """The shipped mapping of that name, or the mapping in that file. Raises `MappingError`."""
    path = Path(name_or_path)
    if not path.is_file():
        path = SHIPPED / f"{name_or_path}.toml"
    if not path.is_file():
        shipped = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.toml")))
        raise MappingError(f"there is no mapping {name_or_path!r}; shipped are: {shipped}")
    return parse(path.read_bytes().decode("utf-8-sig"), name=path.stem)


def parse(text: str, *, name: str) -> Mapping:
    """The mapping that a TOML text says. Raises `MappingError` naming the place."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"mapping {name}: {error}") from None
    reader = _Reader(name)
    reader.keys(document, {"company", "customers", "source"}, "the top")
    customers = document.get("customers", "required")
    if customers not in ("required", "derive"):
        reader.fail('customers is "required" or "derive"')
    sources = document.get("source") or reader.fail("needs at least one [[source]]")
    return Mapping(
        name=name,
        sources=tuple(reader.source(s, i) for i, s in enumerate(sources, 1)),
        company=str(document.get("company", "1")),
        customers=customers,
    )


class _Reader:
    """Reads the parts of one file and knows its name when it complains."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fail(self, what: str) -> NoReturn:
        raise MappingError(f"mapping {self.name}: {what}")

    def keys(self, part: dict[str, Any], allowed: set[str], where: str) -> None:
        if unknown := sorted(set(part) - allowed):
            self.fail(f"{where} does not know {', '.join(unknown)}; it knows {sorted(allowed)}")

    def source(self, part: dict[str, Any], number: int) -> SourceRule:
        where = f"source {number}"
        self.keys(part, {"files", "table", "dates", "decimal", "delimiter", "exclude"}, where)
        if part.get("decimal") not in (None, ".", ","):
            self.fail(f'{where}: decimal is "." or ","')
        tables = part.get("table") or self.fail(f"{where} fills no [[source.table]]")
        return SourceRule(
            files=tuple(part.get("files") or self.fail(f"{where} names no files")),
            tables=tuple(self.table(t, where) for t in tables),
            dates=tuple(part.get("dates", ())),
            decimal=part.get("decimal"),
            delimiter=part.get("delimiter"),
            exclude=tuple(self.exclusion(e, where) for e in part.get("exclude", ())),
        )

    def exclusion(self, part: dict[str, Any], where: str) -> Exclusion:
        self.keys(part, {"name", "column", "equals", "empty"}, f"{where}, exclude")
        name = part.get("name") or self.fail(f"{where}: an exclusion needs a name")
        rest = {key: value for key, value in part.items() if key != "name"}
        return Exclusion(str(name), self.condition(rest, f"{where}, exclusion {name}"))

    def condition(self, part: dict[str, Any], where: str) -> Condition:
        self.keys(part, {"column", "equals", "empty"}, where)
        column = part.get("column") or self.fail(f"{where} names no column")
        if ("equals" in part) == ("empty" in part):
            self.fail(f"{where} says either equals = […] or empty = true|false")
        equals = part.get("equals")
        if isinstance(equals, str):
            equals = [equals]
        return Condition(column, tuple(equals) if equals else None, part.get("empty"))

    def table(self, part: dict[str, Any], where: str) -> TableRule:
        self.keys(part, {"name", "columns", "group", "only", "version"}, f"{where}, table")
        name = part.get("name")
        if name not in TABLES:
            self.fail(f"{where}: {name!r} is no canonical table (see docs/tables.md)")
        where = f"{where}, table {name}"
        columns = part.get("columns") or self.fail(f"{where} has no [columns]")
        known = TABLES[name].names
        if unknown := sorted(set(columns) - set(known)):
            self.fail(f"{where} has no column {', '.join(unknown)}")
        only = part.get("only")
        return TableRule(
            table=name,
            cells={column: self.cell(c, f"{where}, {column}") for column, c in columns.items()},
            group=bool(part.get("group", False)),
            only=self.condition(only, f"{where}, only") if only else None,
            version=part.get("version"),
        )

    def cell(self, part: Any, where: str) -> Cell:
        if isinstance(part, str):
            return Cell(column=part)
        if not isinstance(part, dict):
            self.fail(f"{where} is a column's name or a table")
        self.keys(part, _CELL_KEYS, where)
        origins = {"column", "constant", "multiply", "number_within"} & set(part)
        if len(origins) != 1:
            self.fail(f"{where} comes from one of column, constant, multiply, number_within")
        if part.get("take", "agree") not in _TAKES:
            self.fail(f"{where}: take is one of {', '.join(_TAKES)}")
        self.day(part.get("months_before"), where)
        return Cell(
            column=part.get("column"),
            constant=part.get("constant"),
            multiply=self.pair(part.get("multiply"), where),
            number_within=tuple(part["number_within"]) if "number_within" in part else None,
            drop_suffix=part.get("drop_suffix"),
            prefix=part.get("prefix"),
            words=tuple(part.get("words", {}).items()),
            starts=tuple(part.get("starts", {}).items()),
            months_before=part.get("months_before"),
            take=part.get("take"),
        )

    def day(self, value: Any, where: str) -> None:
        try:
            date.fromisoformat(value or "2000-01-01")
        except (TypeError, ValueError):
            self.fail(f"{where}: months_before is a day in quotes, as 2026-11-01")

    def pair(self, value: Any, where: str) -> tuple[str, str] | None:
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            self.fail(f"{where}: multiply names two columns")
        return (str(value[0]), str(value[1]))
