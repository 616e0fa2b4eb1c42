"""Delimited text: CSV in any of its dialects, read whole, every row accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.errors import SourceError
from etl.sources.files import Taken
from etl.sources.raw import RAW, Ragged, Raw, fill, unique_headers

_DELIMITERS = ",;\t|"
_LIMIT = 1 << 24


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is cut into cells."""

    delimiter: str
    encoding: str


def read(con: duckdb.DuckDBPyConnection, taken: Taken, *, delimiter: str | None = None) -> Raw:
    """The file's cells in `raw_cells`. Raises `SourceError`.

    A regular file is read by the database; any other (broken lines, other encodings, ragged rows)
    by the exact reader. The database's row count is always checked against the lines counted.
    """
    dialect = Dialect(delimiter or _delimiter(taken), _codec(taken))
    headers = _headers(taken.path, dialect)
    if taken.plain:
        rows = _read_fast(con, taken.path, dialect, len(headers))
        if rows == taken.lines - 1:
            return Raw(headers, "rowid + 2", rows, odd_blanks=taken.odd_blanks)
    return _read_exact(con, taken.path, dialect, headers)


def _codec(taken: Taken) -> str:
    return "utf-8-sig" if taken.encoding == "utf-8" else taken.encoding


def _open(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open("r", encoding=encoding, errors="strict", newline="")


def _delimiter(taken: Taken) -> str:
    """The delimiter that cuts the first lines into the same number of cells, most cells first."""
    with _open(taken.path, _codec(taken)) as text:
        head = text.read(1 << 16)
    lines = _sample(head)
    counts = {d: [len(row) for row in csv.reader(lines, delimiter=d)] for d in _DELIMITERS}
    even = {d: n[0] for d, n in counts.items() if n and len(set(n)) == 1 and n[0] > 1}
    if even:
        return max(even, key=lambda d: even[d])
    return max(_DELIMITERS, key=lambda d: lines[0].count(d) if lines else 0)


def _sample(head: str) -> list[str]:
    lines = [line for line in head.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]
    return lines[:-1][:50] if len(lines) > 1 and not head.endswith(("\n", "\r")) else lines[:50]


def _headers(path: Path, dialect: Dialect) -> tuple[str, ...]:
    for _, row in _records(path, dialect):
        return unique_headers(row)
    raise SourceError("the file holds no rows")


def _read_fast(con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, width: int) -> int:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    try:
        con.execute(
            f"create or replace temp table {RAW} as select * from read_csv(?, header = true,"
            f" auto_detect = false, columns = {{{columns}}}, delim = ?, quote = '\"',"
            " escape = '\"', strict_mode = true, null_padding = false, max_line_size = 16777216)",
            [str(path), dialect.delimiter],
        )
    except duckdb.InvalidInputException:
        return -1
    return int(con.execute(f"select count(*) from {RAW}").fetchall()[0][0])


def _records(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not blank; a bare CR ends a line too."""
    csv.field_size_limit(_LIMIT)
    try:
        with _open(path, dialect.encoding) as text:
            reader = csv.reader(_lines(text), delimiter=dialect.delimiter)
            line = 1
            for row in reader:
                if row:
                    yield line, row
                line = reader.line_num + 1
    except (ValueError, csv.Error) as e:
        raise SourceError(f"the file cannot be read as {dialect.encoding} text: {e}") from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines ended by LF, CR LF or a bare CR, in bounded memory."""
    rest = ""
    while block := text.read(1 << 20):
        rest += block
        if rest.endswith("\r"):
            rest += text.read(1)
        pieces = rest.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rest = pieces.pop()
        for piece in pieces:
            yield piece + "\n"
    if rest:
        yield rest


def _read_exact(
    con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, headers: tuple[str, ...]
) -> Raw:
    import pyarrow as pa

    width, ragged = len(headers), list[Ragged]()
    cells: list[list[str | None]] = [[] for _ in range(width)]
    lines: list[int] = []
    records = _records(path, dialect)
    next(records)
    for line, row in records:
        if len(row) != width:
            ragged.append(Ragged(line, dialect.delimiter.join(row), len(row), width))
            continue
        lines.append(line)
        for column, cell in zip(cells, row, strict=True):
            column.append(cell or None)
    fill(con, [pa.array(c, pa.string()) for c in cells], pa.array(lines, pa.int64()))
    return Raw(headers, "_line", len(lines) + len(ragged), tuple(ragged))
