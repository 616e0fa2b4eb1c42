"""The models: one SELECT per table, in the order of their references."""

from __future__ import annotations

from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

_HERE = Path(__file__).parent


def names() -> list[str]:
    """The models' names, as files lie: one model per file, named like it."""
    return sorted(path.stem for path in _files())


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every model as (name, select), each after the models it reads.

    Raises `graphlib.CycleError` where models read each other in a circle.
    """
    sources = {path.stem: path.read_text(encoding="utf-8") for path in _files()}
    graph = {name: references(sql) & sources.keys() - {name} for name, sql in sources.items()}
    order = TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)})
    return tuple((name, sources[name]) for name in order.static_order())


def references(sql: str) -> set[str]:
    """The other models a select reads: its unqualified tables, less its own named parts."""
    from sqlglot import exp, parse_one

    tree = parse_one(sql, dialect="duckdb")
    parts = {part.alias for part in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if not table.db} - parts


def _files() -> list[Path]:
    return sorted(_HERE.glob("*/*.sql"))
