"""The demo's files: one CSV a canonical table, written row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from saldo.intake.tables.registry import TABLES


class Sheets:
    """Open files of all canonical tables: UTF-8, comma, header, LF."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, TextIO] = {}
        self.rows = dict.fromkeys(TABLES, 0)

    def __enter__(self) -> Sheets:
        for name, table in TABLES.items():
            path = self._folder / f"{name}.csv"
            file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            csv.writer(file, lineterminator="\n").writerow(table.names)
            self._files[name] = file
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def write(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        """Append rows; a column that the table has not raises `ValueError`."""
        writer = csv.writer(self._files[name], lineterminator="\n")
        columns = TABLES[name].names
        known = frozenset(columns)
        for row in rows:
            if not known.issuperset(row):
                raise ValueError(f"{name} has no column {', '.join(sorted(set(row) - known))}")
            writer.writerow(map(row.get, columns))
            self.rows[name] += 1

    def append(self, name: str, text: str, rows: int) -> None:
        """Append rows that are text already."""
        self._files[name].write(text)
        self.rows[name] += rows
