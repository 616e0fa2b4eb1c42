"""Workbook: an Excel file with a sheet that says what it is and the rows behind it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

import polars as pl

from saldo.documents.about import About
from saldo.documents.headings import headings, in_words
from saldo.documents.plain import harmless
from saldo.documents.sheets import (
    SPREADSHEET,
    Total,
    TotalRow,
    data_sheet,
    label_sheet,
    letter,
)
from saldo.documents.styles import Styles, styles_of, styles_xml

SHEET_ROWS = 1_048_576
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ONCE = (1980, 1, 1, 0, 0, 0)  # the same question gives the same bytes


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    parts: Iterable[bytes]
    rows: int = 0
    width: int = 0


def write_workbook(
    frame: pl.DataFrame, about: About, target: IO[bytes], *, sheet_rows: int = SHEET_ROWS
) -> None:
    """An Excel file: first filters, as-of and source, then the data with its totals.

    Numbers are numbers and dates dates. Totals are live and per currency (rule 2): one currency
    gives `SUBTOTAL`, which follows the filter; several give one `SUMIFS` each. More rows than a
    sheet holds go on to a next sheet. Excel itself shows 15 digits; the file holds all.
    """
    shown = harmless(in_words(frame, about.reader))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        sheets = list(_sheets(shown, about, sheet_rows))
        for part, text in _frame_parts(sheets):
            _write(book, part, [text.encode()])
        for at, sheet in enumerate(sheets, start=1):
            _write(book, f"xl/worksheets/sheet{at}.xml", _headed(sheet.parts))


def _sheets(frame: pl.DataFrame, about: About, sheet_rows: int) -> Iterator[_Sheet]:
    t = about.reader.t
    styles = styles_of(frame)
    currencies = _currencies(frame) if about.totals else []
    room = sheet_rows - 2 - len(currencies)
    pieces = [frame.slice(start, room) for start in range(0, max(frame.height, 1), room)]
    numbered = len(pieces) > 1
    names = [
        t("documents.data_sheet") + (f" {at}" if numbered else "")
        for at in range(1, len(pieces) + 1)
    ]
    heights = dict(zip(names, (piece.height for piece in pieces), strict=True))
    totals = _totals(frame, about, styles, heights)
    lines = about.lines(frame.height)
    yield _Sheet(t("documents.about_sheet"), [label_sheet(about.title, lines).encode()])
    titles = headings(frame.columns, about.reader, about.report)
    for name, piece in zip(names, pieces, strict=True):
        below = totals if name == names[-1] else []
        yield _Sheet(name, data_sheet(piece, titles, styles, below), piece.height, piece.width)


def _currencies(frame: pl.DataFrame) -> list[str]:
    if "currency" not in frame.columns:
        return []
    return sorted(frame["currency"].drop_nulls().unique())


def _totals(
    frame: pl.DataFrame, about: About, styles: Styles, heights: Mapping[str, int]
) -> list[TotalRow]:
    columns = [name for name in about.totals if name in frame.columns]
    currencies = _currencies(frame)
    rows = []
    for currency in currencies if columns else []:
        part = frame.filter(pl.col("currency") == currency)
        totals = tuple(
            Total(
                frame.columns.index(name),
                _formula(frame, name, currency if len(currencies) > 1 else None, heights),
                f"{part[name].sum():f}",
                styles.total,
            )
            for name in columns
        )
        rows.append(TotalRow(about.reader.t("documents.total_in", currency=currency), totals))
    return rows


def _formula(
    frame: pl.DataFrame, name: str, currency: str | None, heights: Mapping[str, int]
) -> str:
    amount = letter(frame.columns.index(name))
    unit = letter(frame.columns.index("currency"))
    parts = []
    for sheet, height in heights.items():
        place = f"'{sheet}'!" if len(heights) > 1 else ""
        area, key = (f"{place}{column}2:{column}{height + 1}" for column in (amount, unit))
        parts.append(f'SUMIFS({area},{key},"{currency}")' if currency else f"SUBTOTAL(109,{area})")
    return "+".join(parts)


def _headed(parts: Iterable[bytes]) -> Iterator[bytes]:
    yield _HEAD.encode()
    yield from parts


def _write(book: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> None:
    entry = zipfile.ZipInfo(name, _ONCE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = 1  # type: ignore[attr-defined]
    with book.open(entry, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part)


def _frame_parts(sheets: list[_Sheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for at in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        'Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _HEAD + styles_xml(SPREADSHEET)
    yield "xl/workbook.xml", _book(sheets)


def _relations(targets: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _book(sheets: list[_Sheet]) -> str:
    tabs = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"'{escape(sheet.name)}'!$A$1:${letter(sheet.width - 1)}${sheet.rows + 1}</definedName>"
        for at, sheet in enumerate(sheets)
        if sheet.width
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"'{escape(sheet.name)}'!$1:$1</definedName>"
        for at, sheet in enumerate(sheets)
        if sheet.width
    )
    return (
        f'{_HEAD}<workbook xmlns="{SPREADSHEET}" xmlns:r="{_OFFICE}"><bookViews><workbookView '
        f'activeTab="{min(1, len(sheets) - 1)}"/></bookViews><sheets>{tabs}</sheets>'
        f"<definedNames>{names}{repeated}</definedNames>"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )
