"""Sheet: an uploaded CSV or Excel file as a bounded table of text, and what was noted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from saldo.intake import delimited, packed
from saldo.intake.header import header_row
from saldo.intake.refusals import NotATable, Note

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "NotATable", "Note", "Uploaded", "read_table"]

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PAR1", b"{\\rtf", b"\x1f\x8b")
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<workbook")


@dataclass(frozen=True, eq=False, slots=True)
class Uploaded:
    """One table as it was uploaded, every cell as text.

    `rows` has one row per row of the file below its header that holds anything: a column per
    header (null where empty) and `_line`, its line or row in the file. `sheets` are the sheets of
    a workbook, `sheet` the one that was read. `notes` say what a reader should be told.
    """

    name: str
    headers: tuple[str, ...]
    rows: pl.DataFrame
    notes: tuple[Note, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str | None = None


def read_table(
    name: str,
    content: bytes,
    *,
    wanted: frozenset[str] = frozenset(),
    sheet: str | None = None,
) -> Uploaded:
    """The table in a file's bytes; what it is, is told by the bytes and not by its name.

    The header is the row, among the first thirty, that holds most of the `wanted` headings
    (two at least), else the one that reads like one. Formulas are the values they were saved
    with, or text; nothing is ever run. Raises `NotATable`.
    """
    if len(content) > MOST_BYTES:
        raise NotATable("too_big", most=MOST_BYTES // 1_000_000)
    if not content.strip():
        raise NotATable("empty")
    if content.startswith((_ZIP, _OLE)):
        return _of_workbook(name, content, wanted, sheet)
    if content.startswith(_OTHERS) or content[:400].lstrip().lower().startswith(_MARKUP):
        raise NotATable("not_a_table")
    read = delimited.read(content)
    return _table(name, read.rows, read.lines, read.notes, wanted=wanted)


def _of_workbook(name: str, content: bytes, wanted: frozenset[str], sheet: str | None) -> Uploaded:
    read = packed.read(content, sheet, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    lines = range(1, len(read.rows) + 1)
    return _table(
        name, read.rows, lines, read.notes, wanted=wanted, sheets=read.sheets, sheet=read.sheet
    )


def _table(
    name: str,
    rows: Sequence[Sequence[str | None]],
    lines: Sequence[int],
    notes: tuple[Note, ...],
    *,
    wanted: frozenset[str],
    sheets: tuple[str, ...] = (),
    sheet: str | None = None,
) -> Uploaded:
    at = header_row(rows, wanted)
    if at is None:
        raise NotATable("no_header" if any(map(_filled, rows)) else "empty")
    width = max((i for i, cell in enumerate(rows[at], 1) if _clean(cell)), default=0)
    headers = unique_headers(rows[at][:width])
    numbered = zip(lines[at + 1 :], rows[at + 1 :], strict=True)
    below = [(line, row) for line, row in numbered if _filled(row)]
    if len(below) > MOST_ROWS:
        raise NotATable("too_many_rows", most=MOST_ROWS)
    if width > MOST_COLUMNS:
        raise NotATable("too_wide", most=MOST_COLUMNS)
    fitting = [(line, row) for line, row in below if not any(map(_clean, row[width:]))]
    frame = _frame(headers, fitting)
    ragged = [line for line, row in below if any(map(_clean, row[width:]))]
    if not fitting:
        raise NotATable("no_rows")
    return Uploaded(name, headers, frame, (*notes, *_left_out(ragged)), sheets, sheet)


def _frame(
    headers: Sequence[str], rows: Sequence[tuple[int, Sequence[str | None]]]
) -> pl.DataFrame:
    columns = {
        header: pl.Series(
            header, [_clean(row[at]) if at < len(row) else None for _, row in rows], pl.String
        )
        for at, header in enumerate(headers)
    }
    return pl.DataFrame(columns | {"_line": pl.Series("_line", [at for at, _ in rows], pl.Int64)})


def _left_out(ragged: Sequence[int]) -> tuple[Note, ...]:
    if not ragged:
        return ()
    shown = ", ".join(map(str, ragged[:5])) + (" …" if len(ragged) > 5 else "")
    return (Note("ragged", count=len(ragged), lines=shown),)


def unique_headers(cells: Sequence[str | None]) -> tuple[str, ...]:
    """Headings without surrounding space; a repeat becomes `Name#2`, an empty one `#3`."""
    seen: Counter[str] = Counter()
    names = []
    for at, cell in enumerate(cells, start=1):
        name = " ".join((cell or "").replace("\ufeff", "").split()) or f"#{at}"
        name = f"{name} " if name == "_line" else name
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def _clean(cell: str | None) -> str | None:
    return (cell or "").strip(" \t\r\n\u00a0\ufeff") or None


def _filled(row: Sequence[str | None]) -> bool:
    return any(map(_clean, row))
