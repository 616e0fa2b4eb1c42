"""The canonical tables: names, natural keys, kinds. Everything rests on these."""

from saldo.intake.tables.base import Column, Kind, Table
from saldo.intake.tables.registry import PARENTS, TABLES, table

__all__ = ["PARENTS", "TABLES", "Column", "Kind", "Table", "table"]
