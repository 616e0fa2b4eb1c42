"""The raw cells of a source as text, before any rule has touched them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

CELLS, STREAM, _ONE = "raw_cells", "streamed_cells", "cells_of_one"
_BLANKS = " \t\r\n\u00a0\ufeff"


class Misread(Exception):
    """Files that looked regular are not quite: they have to be read more closely."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than the header."""

    file_no: int
    line: int
    text: str
    found: int
    expected: int


@dataclass(frozen=True, slots=True)
class Raw:
    """One source, or several that lie alike, in a temporary relation of text cells.

    `cells` names it: columns c0, c1, …, `_file` and `_line`; `headers[i]` names column `c{i}`,
    a repeated header as `Name#2`. `rows` counts the rows by file; `ragged` rows are among them,
    but not in the relation.
    """

    headers: tuple[str, ...]
    cells: str
    rows: Mapping[int, int]
    ragged: tuple[Ragged, ...] = ()
    odd_blanks: bool = True
    """True where cells may begin or end with other blanks than spaces."""

    @property
    def is_stream(self) -> bool:
        """True where the cells are read anew by every question, and have no line numbers."""
        return self.cells == STREAM

    def only(self, con: duckdb.DuckDBPyConnection, file_no: int) -> Raw:
        """The cells of one of the files, in a table."""
        if not self.is_stream and len(self.rows) == 1:
            return self
        con.execute(
            f"create or replace temp table {_ONE} as from {self.cells} where _file = {file_no}"
        )
        return replace(self, cells=_ONE, rows={file_no: self.rows[file_no]})

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
        if self.odd_blanks:
            return f"nullif(trim({column}, '{_BLANKS}'), '')"
        # cells are seldom in need of it, and looking is much quicker than trimming
        trimmed = f"nullif(trim({column}), '')"
        spaced = f"{column} < '!' or ends_with({column}, ' ')"
        return f"(case when {spaced} then {trimmed} else {column} end)"


def number_lines(con: duckdb.DuckDBPyConnection, relation: str, rows: Mapping[int, int]) -> None:
    """Give the rows just read, in the order of the file, their line numbers: the header is line 1.

    Raises `Misread` where a file gave other rows than lines were counted in it.
    """
    found = con.execute(
        f"select _file, count(*), min(rowid), max(rowid) from {relation} where _line is null"
        " group by _file"
    ).fetchall()
    if {file_no: number for file_no, number, *_ in found} != {k: n for k, n in rows.items() if n}:
        raise Misread
    for file_no, number, first, last in found:
        if last - first + 1 != number:
            raise Misread
        con.execute(f"update {relation} set _line = rowid - {first} + 2 where _file = {file_no}")


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


def fill(
    con: duckdb.DuckDBPyConnection, file_no: int, columns: list[pa.Array], lines: pa.Array
) -> None:
    """Make the table of cells of one file from text columns and their line numbers."""
    import pyarrow as pa

    names = [f"c{i}" for i in range(len(columns))]
    con.register("arriving_cells", pa.table([*columns, lines], names=[*names, "_line"]))
    con.execute(
        f"create or replace temp table {CELLS} as select *, {file_no} as _file from arriving_cells"
    )
    con.unregister("arriving_cells")
