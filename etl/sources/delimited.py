"""Delimited text: CSV in any of its dialects, read whole, every row accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.errors import SourceError
from etl.sources.files import Taken
from etl.sources.raw import (
    CELLS,
    STREAM,
    Misread,
    Ragged,
    Raw,
    fill,
    number_lines,
    unique_headers,
)

_DELIMITERS = ",;\t|"
_LIMIT = 1 << 24


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is cut into cells."""

    delimiter: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a regular file lies: files that lie alike can be read as one."""

    headers: tuple[str, ...]
    delimiter: str
    odd_blanks: bool


def layout(taken: Taken, delimiter: str | None = None) -> Layout | None:
    """How a file lies that the database may read: plain text of several columns.

    Raises `SourceError` where it has no header.
    """
    dialect = _dialect(taken, delimiter)
    headers = _headers(taken.path, dialect)
    with taken.path.open("rb") as reading:
        begins_blank = reading.read(1) in {b"\n", b"\r"}
    if not taken.plain or begins_blank or len(headers) < 2:
        return None  # one column: a blank line would be a cell
    return Layout(headers, dialect.delimiter, taken.odd_blanks)


def stream(
    con: duckdb.DuckDBPyConnection, files: Mapping[int, Taken], found: Layout, *, keep: bool
) -> Raw:
    """The cells of files that lie alike, by file number: kept in a table, or read when asked for,
    then without line numbers: who puts the rows into a table numbers them there.

    Raises `Misread` where the files are not regular.
    """
    rows = {file_no: taken.lines - 1 for file_no, taken in files.items()}
    select = _select(files, found)
    if not keep:
        con.execute(f"create or replace temp view {STREAM} as {select}")
        return Raw(found.headers, STREAM, rows, odd_blanks=found.odd_blanks)
    try:
        con.execute(f"create or replace temp table {CELLS} as {select}")
    except duckdb.InvalidInputException:
        raise Misread from None
    number_lines(con, CELLS, rows)
    return Raw(found.headers, CELLS, rows, odd_blanks=found.odd_blanks)


def _select(files: Mapping[int, Taken], found: Layout) -> str:
    """SQL for the cells with `_file`; the files follow each other."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(found.headers)))
    paths = ", ".join(_quoted(taken.path) for taken in files.values())
    file_no = str(next(iter(files)))
    if len(files) > 1:
        file_no = f"{list(files)}[file_index::bigint + 1]"
    return (
        f"select *, {file_no} as _file, null::bigint as _line"
        f" from read_csv([{paths}], header = true, auto_detect = false, columns = {{{columns}}},"
        f" delim = {_quoted(found.delimiter)}, quote = '\"', escape = '\"', strict_mode = true,"
        " null_padding = false, max_line_size = 16777216)"
    )


def read(
    con: duckdb.DuckDBPyConnection, file_no: int, taken: Taken, *, delimiter: str | None = None
) -> Raw:
    """Any file's cells, row by row in Python: broken lines, other encodings, ragged rows.

    Raises `SourceError`.
    """
    import pyarrow as pa

    dialect = _dialect(taken, delimiter)
    headers = _headers(taken.path, dialect)
    width, ragged = len(headers), list[Ragged]()
    cells: list[list[str | None]] = [[] for _ in range(width)]
    lines: list[int] = []
    records = _records(taken.path, dialect)
    next(records)
    for line, row in records:
        if len(row) != width:
            text = dialect.delimiter.join(row)
            ragged.append(Ragged(file_no, line, text, len(row), width))
            continue
        lines.append(line)
        for column, cell in zip(cells, row, strict=True):
            column.append(cell or None)
    fill(con, file_no, [pa.array(c, pa.string()) for c in cells], pa.array(lines, pa.int64()))
    return Raw(headers, CELLS, {file_no: len(lines) + len(ragged)}, tuple(ragged))


def _dialect(taken: Taken, delimiter: str | None) -> Dialect:
    return Dialect(delimiter or _delimiter(taken), _codec(taken))


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


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
