"""The raw table: a source's cells as text, before any rule has touched them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

RAW = "raw_cells"
_BLANKS = " \t\r\n\u00a0\ufeff"


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than the header."""

    line: int
    text: str
    found: int
    expected: int


@dataclass(frozen=True, slots=True)
class Raw:
    """A source in the temporary table `raw_cells`: columns c0, c1, … all text.

    `line` is the SQL that gives a row's line in the file; `headers[i]` names column `c{i}`,
    a repeated header as `Name#2`; `ragged` rows never reached the table.
    """

    headers: tuple[str, ...]
    line: str
    rows: int
    ragged: tuple[Ragged, ...] = ()
    odd_blanks: bool = True
    """True where cells may begin or end with other blanks than spaces."""

    def column(self, header: str) -> str | None:
        """The raw column of a header: exact, else alike but for case, spaces and underscores."""
        if header in self.headers:
            return f"c{self.headers.index(header)}"
        alike = [i for i, name in enumerate(self.headers) if _loose(name) == _loose(header)]
        return f"c{alike[0]}" if len(alike) == 1 else None

    def text(self, header: str) -> str | None:
        """SQL for the trimmed text of a header's cells, null where empty; None without it."""
        column = self.column(header)
        if column is None:
            return None
        blanks = f", '{_BLANKS}'" if self.odd_blanks else ""
        return f"nullif(trim({column}{blanks}), '')"


def _loose(header: str) -> str:
    return "".join(ch for ch in header.casefold() if ch.isalnum() or ch == "#")


def unique_headers(cells: list[str]) -> tuple[str, ...]:
    """Headers without surrounding space or byte-order mark; repeats become `Name#2`."""
    seen: Counter[str] = Counter()
    names = []
    for cell in cells:
        name = cell.replace("\ufeff", "").strip()
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def fill(con: duckdb.DuckDBPyConnection, columns: list[pa.Array], lines: pa.Array) -> None:
    """Make `raw_cells` from text columns and their line numbers (column `_line`)."""
    import pyarrow as pa

    names = [f"c{i}" for i in range(len(columns))]
    cells = pa.table([*columns, lines], names=[*names, "_line"])
    con.register("arriving_cells", cells)
    con.execute(f"create or replace temp table {RAW} as from arriving_cells")
    con.unregister("arriving_cells")
