"""Answers: a report's rows written for a script, a spreadsheet or the terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from saldo.reporting import Filters
    from saldo.reporting.reports import Report
    from saldo.warehouse import Freshness

_BOM = b"\xef\xbb\xbf"


class Format(StrEnum):
    """What an answer is written as."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    xlsx = "xlsx"


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """One report's rows, with what was asked and of which snapshot."""

    report: Report
    frame: pl.DataFrame
    filters: Filters
    freshness: Freshness
    sample: bool

    def written(self, format: Format) -> bytes:
        """The answer's bytes in a format."""
        if format is Format.json:
            return self._json()
        return self._table() if format is Format.table else self._file(format)

    def _json(self) -> bytes:
        from saldo.reporting.exact import exact_rows

        said = {
            "report": self.report.name,
            "as_of": self.filters.as_of.isoformat(),
            "snapshot": self.freshness.build,
            "rows": exact_rows(self.frame),
        }
        return lines_of(json.dumps(said, ensure_ascii=False, indent=1))

    def _table(self) -> bytes:
        """For reading in a terminal: columns that hold nothing are left out."""
        from io import StringIO

        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        from saldo.reporting.exact import exact_rows

        rows = self.frame.height
        shown = [column.name for column in self.frame if column.null_count() < rows or not rows]
        table = Table(box=SIMPLE_HEAD, title=self._title(), title_justify="left")
        for name in shown:
            numeric = self.frame.schema[name].is_numeric()
            table.add_column(name, justify="right" if numeric else "left", no_wrap=True)
        for row in exact_rows(self.frame):
            table.add_row(*("" if row[name] is None else str(row[name]) for name in shown))
        text = StringIO()
        Console(file=text, width=1000).print(table)
        return lines_of(*(line.rstrip() for line in text.getvalue().splitlines()))

    def _title(self) -> str:
        return f"{self.report.name} as of {self.filters.as_of}, snapshot {self.freshness.build}"

    def _file(self, format: Format) -> bytes:
        from saldo.documents import About, table_file
        from saldo.i18n import reader_for

        about = About(
            report=self.report.name,
            title=self.report.name,
            as_of=self.filters.as_of,
            snapshot=self.freshness.build,
            loaded_at=self.freshness.loaded_at,
            reader=reader_for("en"),
            filters=tuple(self.filters.to_query().items()),
            totals=self.report.totals,
            sample=self.sample,
        )
        # The mark is for Excel; a script would read it as part of the first column's name.
        return table_file(self.frame, format, about).removeprefix(_BOM)


def lines_of(*lines: str) -> bytes:
    """The lines as a text file."""
    return "".join(f"{line}\n" for line in lines).encode()
