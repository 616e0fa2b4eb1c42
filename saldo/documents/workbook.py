"""Workbook: an Excel file with a sheet that says what it is and the rows behind it.

write_sheets([Sheet(t("claim.lines"), frame, "claim", totals=("claim_amount",)), …], about, out)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

import polars as pl

from saldo.documents.about import About
from saldo.documents.headings import headings, in_words
from saldo.documents.package import Tab, write_package
from saldo.documents.plain import harmless
from saldo.documents.sheets import data_sheet, label_sheet
from saldo.documents.styles import styles_of
from saldo.documents.totals import currencies_of, total_rows
from saldo.i18n import Reader

SHEET_ROWS = 1_048_576
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows: its name, the frame, the report whose headings it has, what is summed.

    `live` gives cells of a column a formula each (null: the value alone), beside the value that
    the frame holds; row 2 is the first row. `strong` numbers rows (from 0) to be set in bold.
    """

    title: str
    frame: pl.DataFrame
    report: str = ""
    totals: Sequence[str] = ()
    live: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    strong: Sequence[int] = ()


def write_workbook(
    frame: pl.DataFrame, about: About, target: IO[bytes], *, sheet_rows: int = SHEET_ROWS
) -> None:
    """An Excel file of one report: what it is, then the rows with the totals `about` names."""
    title = about.reader.t("documents.data_sheet")
    data = Sheet(title, frame, about.report, about.totals)
    write_sheets([data], about, target, sheet_rows=sheet_rows)


def write_sheets(
    sheets: Sequence[Sheet], about: About, target: IO[bytes], *, sheet_rows: int = SHEET_ROWS
) -> None:
    """An Excel file: first filters, as-of and source, then a sheet each with its totals.

    Numbers are numbers and dates dates; text is never a formula. Totals are live and per currency
    (rule 2): one currency gives `SUBTOTAL`, which follows the filter; several give one `SUMIFS`
    each. More rows than a sheet holds go on to a next sheet, there without live cells. Excel
    itself shows 15 digits; the file holds all. Codes are in words where a column is one of ours.
    """
    names = sheet_names([sheet.title for sheet in sheets])
    tabs = [
        tab
        for sheet, name in zip(sheets, names, strict=True)
        for tab in _tabs(sheet, name, about.reader, sheet_rows)
    ]
    write_package([_about_tab(sheets, about), *tabs], target)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that Excel takes, each once: at most 31 characters, none of `[]:*?/\\`."""
    taken: set[str] = set()
    names = []
    for title in titles:
        whole = _NOT_IN_A_NAME.sub(" ", title).strip(" '") or "–"
        name, at = whole[:_LONGEST_NAME], 1
        while name.casefold() in taken:
            at += 1
            name = f"{whole[: _LONGEST_NAME - len(str(at)) - 1]} {at}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _about_tab(sheets: Sequence[Sheet], about: About) -> Tab:
    t, f = about.reader.t, about.reader.f
    lines = about.lines()
    if len(sheets) == 1:
        lines.append((t("documents.rows"), f.number(sheets[0].frame.height)))
    else:
        lines += [
            (t("documents.rows_of", sheet=sheet.title), f.number(sheet.frame.height))
            for sheet in sheets
        ]
    if any(sheet.totals for sheet in sheets):
        lines.append((t("documents.totals"), t("documents.per_currency")))
    if about.sample:
        lines.append((t("documents.note"), t("documents.sample_data")))
    return Tab(t("documents.about_sheet"), [label_sheet(about.title, lines).encode()])


def _tabs(sheet: Sheet, name: str, reader: Reader, sheet_rows: int) -> Iterator[Tab]:
    frame = harmless(in_words(sheet.frame, reader))
    room = sheet_rows - 2 - (len(currencies_of(frame)) if sheet.totals else 0)
    pieces = [frame.slice(start, room) for start in range(0, max(frame.height, 1), room)]
    alone = len(pieces) == 1
    names = [name] if alone else [f"{name[:26]} {at}" for at in range(1, len(pieces) + 1)]
    heights = dict(zip(names, (piece.height for piece in pieces), strict=True))
    styles = styles_of(frame)
    totals = total_rows(frame, sheet.totals, styles, heights, reader)
    titles = headings(frame.columns, reader, sheet.report)
    for title, piece in zip(names, pieces, strict=True):
        below = totals if title == names[-1] else []
        live, strong = (sheet.live, sheet.strong) if alone else ({}, ())
        parts = data_sheet(piece, titles, styles, below, live=live, strong=strong)
        yield Tab(title, parts, piece.height, piece.width, filtered=not live)
