"""The canonical tables: names, natural keys, kinds. Everything rests on these."""

from saldo.intake.tables.base import Column, Kind, Table
from saldo.intake.tables.registry import TABLES, table

__all__ = ["TABLES", "Column", "Kind", "Table", "table"]
