"""Sheets: the XML of an Excel worksheet, built by Polars in slices, so that memory stays flat.

Cells carry the frame's own digits: a `Decimal` reaches the file without passing a float.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import polars as pl

from saldo.documents.styles import HEADING, HEADING_RIGHT, LABEL, Styles

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLICE = 20_000
_LONGEST_TEXT = 32_000  # Excel refuses a cell over 32,767
_LIVE, _STRONG = "\x00live ", "\x00strong"  # beside the data's own columns
_FIRST_SAFE_DAY = pl.date(1900, 3, 1)  # before it Excel counts a day that never was
_DAYS_TO_1970 = 25_569
_UNWRITABLE = [chr(code) for code in range(32) if chr(code) not in "\t\n\r"] + ["\ufffe", "\uffff"]
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | dict.fromkeys(_UNWRITABLE, "")


@dataclass(frozen=True, slots=True)
class Total:
    """One cell below the data: a live formula and the value it has now, as text."""

    column: int
    formula: str
    value: str
    style: int


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row below the data: its label in the first column, its totals."""

    label: str
    totals: tuple[Total, ...]


def letter(column: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_cell(text: str, style: int = 0) -> str:
    """A cell that holds text and nothing else: never a formula."""
    clean = escape(text.translate(dict.fromkeys(map(ord, _UNWRITABLE))))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def label_sheet(title: str, lines: Sequence[tuple[str, str]]) -> str:
    """A sheet of label and value under a title."""
    rows = [f"<row>{text_cell(title, LABEL)}</row>", "<row/>"]
    rows += [f"<row>{text_cell(label, LABEL)}{text_cell(value)}</row>" for label, value in lines]
    return (
        f'<worksheet xmlns="{SPREADSHEET}"><sheetViews><sheetView workbookViewId="0" '
        'showGridLines="0"/></sheetViews><cols><col min="1" max="1" width="24" customWidth="1"/>'
        '<col min="2" max="2" width="70" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def data_sheet(
    frame: pl.DataFrame,
    headings: Sequence[str],
    styles: Styles,
    totals: Sequence[TotalRow],
    *,
    live: Mapping[str, Sequence[str | None]] | None = None,
    strong: Sequence[int] = (),
) -> Iterator[bytes]:
    """A worksheet in pieces: frozen header, the rows, totals below a blank row, filter buttons.

    `live` are formulas of a column's cells, `strong` the rows in bold. Sorting would break what
    live cells refer to, so a sheet with them has no filter buttons.
    """
    yield _opening(frame, headings).encode()
    yield _header(frame, headings).encode()
    live = live or {}
    marked = frame.with_columns(
        *(pl.Series(_LIVE + name, cells, pl.String) for name, cells in live.items()),
        pl.int_range(pl.len()).is_in(list(strong)).alias(_STRONG),
    )
    row = _row(frame, styles.of, live)
    if strong:
        row = pl.when(_STRONG).then(_row(frame, styles.bold, live)).otherwise(row)
    for start in range(0, frame.height, _SLICE):
        yield marked.slice(start, _SLICE).select(row.str.join("")).item().encode()
    yield "".join(_total_rows(totals, frame.width)).encode()
    area = f"A1:{letter(max(frame.width, 1) - 1)}{frame.height + 1}"
    buttons = "" if live else f'<autoFilter ref="{area}"/>'
    yield (
        f'</sheetData>{buttons}<pageSetup paperSize="9" orientation="landscape" '
        'fitToHeight="0"/></worksheet>'
    ).encode()


def _row(frame: pl.DataFrame, style: Callable[[str], int], live: Iterable[str]) -> pl.Expr:
    cells = (_cell(name, dtype, style(name), name in live) for name, dtype in frame.schema.items())
    return pl.concat_str(pl.lit("<row>"), *cells, pl.lit("</row>"))


def _opening(frame: pl.DataFrame, headings: Sequence[str]) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{_width(frame[name], heading)}" customWidth="1"/>'
        for at, (name, heading) in enumerate(zip(frame.columns, headings, strict=True), start=1)
    )
    return (
        f'<worksheet xmlns="{SPREADSHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
    )


def _header(frame: pl.DataFrame, headings: Sequence[str]) -> str:
    cells = (
        text_cell(heading, HEADING_RIGHT if dtype.is_numeric() else HEADING)
        for heading, dtype in zip(headings, frame.dtypes, strict=True)
    )
    return f"<row>{''.join(cells)}</row>"


def _width(column: pl.Series, heading: str) -> int:
    shown = column.head(500).cast(pl.String).str.len_chars().max() if column.len() else 0
    longest = shown if isinstance(shown, int) else 0
    margin = 5 if column.dtype.is_numeric() else 3
    return min(max(longest + margin, len(heading) + 4, 9), 60)


def _cell(name: str, dtype: pl.DataType, style: int, live: bool) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Boolean:
        cell = _value(column.cast(pl.Int8), style, kind=' t="b"')
    elif dtype == pl.Date:
        number = _value(column.cast(pl.Int32) + _DAYS_TO_1970, style)
        cell = pl.when(column < _FIRST_SAFE_DAY).then(_text(column.cast(pl.String), style))
        cell = cell.otherwise(number)
    elif isinstance(dtype, pl.Datetime):
        seconds = column.cast(pl.Datetime("us")).dt.timestamp("us") / 1_000_000
        cell = _value(seconds / 86_400 + _DAYS_TO_1970, style)
    elif dtype.is_float():
        cell = _value(pl.when(column.is_finite()).then(column), style)
    elif dtype.is_numeric():
        cell = _value(column, style, formula=_LIVE + name if live else None)
    else:
        cell = _text(column.cast(pl.String), style)
    return cell.fill_null("<c/>")


def _value(number: pl.Expr, style: int, *, kind: str = "", formula: str | None = None) -> pl.Expr:
    parts = [pl.lit(f'<c s="{style}"{kind}>')]
    if formula:
        stated = pl.concat_str(pl.lit("<f>"), _escaped(pl.col(formula)), pl.lit("</f>"))
        parts.append(stated.fill_null(""))
    return pl.concat_str(*parts, pl.lit("<v>"), number.cast(pl.String), pl.lit("</v></c>"))


def _text(text: pl.Expr, style: int) -> pl.Expr:
    kind = f' s="{style}"' if style else ""
    return pl.concat_str(
        pl.lit(f'<c{kind} t="inlineStr"><is><t xml:space="preserve">'),
        _escaped(text.str.head(_LONGEST_TEXT)),
        pl.lit("</t></is></c>"),
    )


def _escaped(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(_ENTITIES)


def _total_rows(rows: Sequence[TotalRow], width: int) -> Iterator[str]:
    if rows:
        yield "<row/>"
    for row in rows:
        cells = ["<c/>"] * width
        cells[0] = text_cell(row.label, LABEL)
        for total in row.totals:
            formula = escape(total.formula)
            cells[total.column] = f'<c s="{total.style}"><f>{formula}</f><v>{total.value}</v></c>'
        yield f"<row>{''.join(cells)}</row>"
