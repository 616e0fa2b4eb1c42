"""Packed: a workbook's sheet as rows of text, its unpacked size known before it is read."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from saldo.intake.refusals import NotATable, Note

_MOST_UNPACKED = 300_000_000
_MOST_CELLS = 10_000_000
_CHUNK = 1 << 20
_ENTRY, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TALL = re.compile(rb'\br="[A-Z]{0,3}(\d{5,7})"')
_BROAD = re.compile(rb'\br="([A-Z]{2,3})\d')
_SEAM = 64


@dataclass(frozen=True, slots=True)
class Packed:
    """The rows of one sheet, and the names of all."""

    rows: list[tuple[str | None, ...]]
    sheets: tuple[str, ...]
    sheet: str
    notes: tuple[Note, ...]


def read(content: bytes, sheet: str | None, *, most_rows: int, most_columns: int) -> Packed:
    """The named sheet, else the first that holds anything. Raises `NotATable`."""
    if content.startswith(_LOCAL):
        _measured(content, most_rows, most_columns)
    elif "EncryptedPackage".encode("utf-16-le") in content:
        raise NotATable("encrypted")
    reader = _opened(content)
    names = tuple(reader.sheet_names)
    if sheet is not None and sheet not in names:
        raise NotATable("no_such_sheet", sheet=sheet)
    for name in (sheet,) if sheet is not None else names:
        frame, errors = _cells(reader, name)
        if frame.height > most_rows + 50:
            raise NotATable("too_many_rows", most=most_rows)
        if frame.width > most_columns:
            raise NotATable("too_wide", most=most_columns)
        if frame.height and frame.width:
            notes = (Note("cell_errors", count=errors),) if errors else ()
            return Packed(frame.rows(), names, name, notes)
    raise NotATable("empty")


def _opened(content: bytes) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(content)
    except BaseException as error:
        raise _reason(error) from None


def _cells(reader: Any, name: str) -> tuple[Any, int]:
    """A sheet's cells as text, and how many hold an error, which would else be silent nulls."""
    import polars as pl

    try:
        sheet = reader.load_sheet(name, header_row=None, dtypes="string")
        if not sheet.width or not sheet.height:
            return pl.DataFrame(), 0
        batch, errors = sheet.to_arrow_with_errors()
        return pl.from_arrow(batch), len(errors.errors) if errors else 0
    except BaseException as error:
        raise _reason(error) from None


def _reason(error: BaseException) -> BaseException:
    """A reader's failure (its panics too) as a refusal; what ends a program stays itself."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        return error
    protected = "password" in str(error).casefold() or "encrypt" in str(error).casefold()
    return NotATable("encrypted" if protected else "unreadable")


def _measured(content: bytes, most_rows: int, most_columns: int) -> None:
    """Unpack every part, keeping nothing: what sizes a file declares is not believed.

    A sheet is read as a rectangle up to its last cell, so one cell far out costs all before it.
    """
    left = _MOST_UNPACKED
    for name, at in _entries(content):
        row, column, tail = 0, 1, b""
        for chunk in _unpacked(content, at):
            left -= len(chunk)
            if left < 0:
                raise NotATable("expands", most=_MOST_UNPACKED // 1_000_000)
            if _SHEET.fullmatch(name):
                piece = tail + chunk
                row = max(row, *map(int, _TALL.findall(piece)), 0)
                column = max(column, *(_place(found) for found in set(_BROAD.findall(piece))), 1)
                tail = chunk[-_SEAM:]
        if row > most_rows + 50:
            raise NotATable("too_many_rows", most=most_rows)
        if column > most_columns:
            raise NotATable("too_wide", most=most_columns)
        if row * max(column, 26) > _MOST_CELLS:
            raise NotATable("expands", most=_MOST_UNPACKED // 1_000_000)


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _entries(content: bytes) -> Iterator[tuple[str, int]]:
    """The name of each part and where its local header begins, by the archive's directory."""
    end = content.rfind(_END)
    try:
        count, _, at = struct.unpack_from("<HII", content, end + 10)
        for _ in range(count):
            if end < 0 or content[at : at + 4] != _ENTRY:
                raise NotATable("unreadable")
            flags = struct.unpack_from("<H", content, at + 8)[0]
            if flags & 1:
                raise NotATable("encrypted")
            name, extra, comment = struct.unpack_from("<HHH", content, at + 28)
            yield (
                content[at + 46 : at + 46 + name].decode("utf-8", "replace"),
                struct.unpack_from("<I", content, at + 42)[0],
            )
            at += 46 + name + extra + comment
    except struct.error:
        raise NotATable("unreadable") from None


def _unpacked(content: bytes, at: int) -> Iterator[bytes]:
    if content[at : at + 4] != _LOCAL:
        raise NotATable("unreadable")
    method, size = (
        struct.unpack_from("<H", content, at + 8)[0],
        struct.unpack_from("<I", content, at + 18)[0],
    )
    name, extra = struct.unpack_from("<HH", content, at + 26)
    start = at + 30 + name + extra
    if method == 0:
        yield content[start : start + size]
        return
    if method != 8:
        raise NotATable("unreadable")
    inflate, waiting = zlib.decompressobj(-15), content[start:]
    try:
        while not inflate.eof:
            chunk = inflate.decompress(waiting, _CHUNK)
            waiting = inflate.unconsumed_tail
            if not chunk and not waiting:
                return
            yield chunk
    except zlib.error:
        raise NotATable("unreadable") from None
