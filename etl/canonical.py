"""The mapping of canonical folders: file and column names are the tables' own."""

from __future__ import annotations

from functools import cache

from etl.mapping import Cell, Mapping, SourceRule, TableRule
from saldo.intake.tables import TABLES, Table

_ENDINGS = ("csv", "txt", "tsv", "xlsx", "parquet")


def _rule(table: Table) -> SourceRule:
    cells = {name: Cell(column=name) for name in table.names}
    names = (table.name, f"{table.name}-*", f"{table.name}.*")
    return SourceRule(
        files=tuple(f"{name}.{ending}" for name in names for ending in _ENDINGS),
        tables=(TableRule(table=table.name, cells=cells),),
    )


@cache
def mapping() -> Mapping:
    """`customers.csv`, `invoices.csv`, `invoices-2026-10.csv`, `payments.xlsx`, …"""
    return Mapping(
        name="canonical",
        sources=tuple(_rule(table) for table in TABLES.values()),
        customers="known",
    )
