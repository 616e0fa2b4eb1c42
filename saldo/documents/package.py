"""Package: the zip of an Excel file around its sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

from saldo.documents.sheets import SPREADSHEET, letter
from saldo.documents.styles import styles_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ONCE = (1980, 1, 1, 0, 0, 0)  # the same question gives the same bytes


@dataclass(frozen=True, slots=True)
class Tab:
    """One worksheet in pieces of XML; `rows` and `width` of its data, without head and totals."""

    name: str
    parts: Iterable[bytes]
    rows: int = 0
    width: int = 0
    filtered: bool = True


def write_package(tabs: Sequence[Tab], target: IO[bytes]) -> None:
    """Write the file; it opens on the second sheet."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for part, text in _frame_parts(tabs):
            _write(book, part, [text.encode()])
        for at, tab in enumerate(tabs, start=1):
            _write(book, f"xl/worksheets/sheet{at}.xml", _headed(tab.parts))


def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


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


def _frame_parts(tabs: Sequence[Tab]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(tabs) + 1)
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
    yield "xl/workbook.xml", _book(tabs)


def _relations(targets: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _book(tabs: Sequence[Tab]) -> str:
    listed = "".join(
        f'<sheet name="{_attribute(tab.name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, tab in enumerate(tabs, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"{escape(quoted(tab.name))}!$A$1:${letter(tab.width - 1)}${tab.rows + 1}</definedName>"
        for at, tab in enumerate(tabs)
        if tab.width and tab.filtered
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"{escape(quoted(tab.name))}!$1:$1</definedName>"
        for at, tab in enumerate(tabs)
        if tab.width
    )
    return (
        f'{_HEAD}<workbook xmlns="{SPREADSHEET}" xmlns:r="{_OFFICE}"><bookViews><workbookView '
        f'activeTab="{min(1, len(tabs) - 1)}"/></bookViews><sheets>{listed}</sheets>'
        f"<definedNames>{names}{repeated}</definedNames>"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
