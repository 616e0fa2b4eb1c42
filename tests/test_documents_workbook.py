"""Workbooks of several sheets: named, summed, live; opened and recalculated by other programs."""

from __future__ import annotations

import io
from decimal import Decimal

import fastexcel
import openpyxl
import polars as pl
import pytest

from saldo.documents.workbook import Sheet, sheet_names, write_sheets
from tests.recalculated import needs_libreoffice, recalculated
from tests.test_documents_tables import LIVE, about, items

ROWS = (("1", "SEK", "10.10"), ("2", "SEK", "-0.05"))


def written(*sheets: Sheet, **changes) -> bytes:
    target = io.BytesIO()
    write_sheets(sheets, about(**changes), target)
    return target.getvalue()


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def two() -> bytes:
    several = items(("3", "EUR", "3"), ("4", "SEK", "1"), ("5", "EUR", "2.5"))
    return written(
        Sheet("Open", items(*ROWS), totals=("open_amount",)),
        Sheet("Bo's [list]: 1/2", several, totals=("open_amount",)),
    )


def running() -> bytes:
    frame = items(("a", "SEK", "5"), ("b", "SEK", "7.25"), ("c", "SEK", "4.25"))
    live = {"open_amount": [None, "D2+2.25", "D3-3"]}
    return written(Sheet("Live", frame, live=live, strong=(0,)))


def test_the_first_sheet_counts_the_rows_of_each() -> None:
    said = dict(opened(two()).worksheets[0].iter_rows(min_row=3, max_col=2, values_only=True))

    assert said["Rows, Open"] == "2"
    assert said["Rows, Bo's [list]: 1/2"] == "3"
    assert "Totals" in said


def test_every_sheet_has_its_own_live_totals() -> None:
    book = opened(two())

    assert book.sheetnames == ["About", "Open", "Bo's  list   1 2"]
    assert book.worksheets[1]["D5"].value == "=SUBTOTAL(109,D2:D3)"
    assert book.worksheets[2]["D6"].value == '=SUMIFS(D2:D4,C2:C4,"EUR")'


def test_a_second_reader_finds_the_computed_values() -> None:
    """calamine reads what we passed; openpyxl too."""
    rows = fastexcel.read_excel(two()).load_sheet(2).to_polars().rows()

    assert [row[3] for row in rows[-2:]] == [5.5, 1.0]
    assert opened(two(), values=True).worksheets[1]["D5"].value == 10.05


@needs_libreoffice
@pytest.mark.parametrize("data", [two(), running()], ids=["totals", "running"])
def test_another_program_computes_the_same(data: bytes) -> None:
    ours, theirs = opened(data, values=True), recalculated(data)

    for sheet, other in zip(ours.worksheets[1:], theirs.worksheets[1:], strict=True):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    assert other[cell.coordinate].value == pytest.approx(cell.value, abs=1e-9)


def test_a_live_cell_has_formula_and_value_and_no_filter_that_would_sort_it_apart() -> None:
    live, passed = opened(running()).worksheets[1], opened(running(), values=True).worksheets[1]

    assert [live[f"D{row}"].value for row in (2, 3, 4)] == [5, "=D2+2.25", "=D3-3"]
    assert [passed[f"D{row}"].value for row in (2, 3, 4)] == [5, 7.25, 4.25]
    assert live.auto_filter.ref is None


def test_a_strong_row_is_bold() -> None:
    sheet = opened(running()).worksheets[1]

    assert [cell.font.b for cell in sheet[2]] == [True] * 4
    assert not any(cell.font.b for cell in sheet[3])


def test_text_is_never_a_formula_on_any_sheet() -> None:
    frame = pl.DataFrame({"document_no": LIVE})

    book = opened(written(*(Sheet(text, frame) for text in LIVE)))

    cells = [sheet.cell(row, 1) for sheet in book.worksheets[1:] for row in range(2, 9)]
    assert {cell.data_type for cell in cells} == {"s"}


def test_names_are_what_excel_takes_and_each_once() -> None:
    names = sheet_names(["a/b", "A b", "'x'", "", "long" * 12, "long" * 12])

    assert names == ["a b", "A b 2", "x", "–", ("long" * 12)[:31], ("long" * 12)[:29] + " 2"]


def test_rule_1_a_live_cell_keeps_the_frames_digits() -> None:
    frame = items(("a", "SEK", "1"), ("b", "SEK", "12345678901234.5678"))
    data = written(Sheet("x", frame, live={"open_amount": [None, "D2"]}))

    assert opened(data, values=True).worksheets[1]["D3"].value == float(
        Decimal("12345678901234.5678")
    )
