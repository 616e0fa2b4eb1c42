"""Uploads as tables of text: every dialect, encoding and workbook alike, and clear refusals."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from saldo.intake import packed, sheet
from saldo.intake.sheet import NotATable, read_table

_ROWS = [("Fakturanr", "Datum", "Belopp"), ("007", "2026-01-02", "1 234.50"), ("8", "", "-99.00")]


def _book(*rows: tuple[object, ...], name: str = "Blad1") -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for to, cell in enumerate(row):
                if isinstance(cell, datetime):
                    page.write_datetime(at, to, cell, day)
                else:
                    page.write(at, to, cell)
    return data.getvalue()


def _refused(content: bytes, **more: str) -> str:
    with pytest.raises(NotATable) as refusal:
        read_table("x", content, **more)  # type: ignore[arg-type]
    return refusal.value.code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_file_of_any_dialect_gives_the_same_cells(
    delimiter: str, encoding: str, ends: str
) -> None:
    content = ends.join(delimiter.join(row) for row in _ROWS).encode(encoding)

    read = read_table("x.csv", content)

    assert read.headers == ("Fakturanr", "Datum", "Belopp")
    assert read.rows["Fakturanr"].to_list() == ["007", "8"]
    assert read.rows["Datum"].to_list() == ["2026-01-02", None]
    assert read.rows["Belopp"].to_list() == ["1 234.50", "-99.00"]
    assert read.rows["_line"].to_list() == [2, 3]
    assert read.notes == ()


def test_swedish_letters_of_an_old_program_are_read_and_the_guess_is_told() -> None:
    read = read_table("x.csv", "Leverantör;Belopp\nÅkeri Öst;5,00\nÄlv;1,00\n".encode("cp1252"))

    assert read.headers[0] == "Leverantör"
    assert read.rows["Leverantör"][0] == "Åkeri Öst"
    assert [note.code for note in read.notes] == ["encoding"]
    assert read.notes[0].params == {"encoding": "Windows-1252"}


def test_titles_above_the_header_are_passed_over() -> None:
    text = "Leverantörsreskontra;;\nPer;2026-10-31;\n\nFakturanr;Datum;Belopp\n1;2026-01-01;5\n"

    read = read_table("x.csv", text.encode())

    assert read.headers == ("Fakturanr", "Datum", "Belopp")
    assert read.rows["_line"].to_list() == [5]


def test_the_row_with_the_wanted_names_is_the_header() -> None:
    text = "Lista;Alla;Öppna\nLöpnr;Fakturanr;Restbelopp\nA;B;C\n"

    read = read_table("x.csv", text.encode(), wanted=frozenset({"fakturanr", "löpnr"}))

    assert read.headers == ("Löpnr", "Fakturanr", "Restbelopp")


def test_a_quoted_cell_may_hold_lines_and_delimiters() -> None:
    read = read_table("x.csv", b'no,text\n1,"a, b\nc"\n2,d\n')

    assert read.rows["text"].to_list() == ["a, b\nc", "d"]
    assert read.rows["_line"].to_list() == [2, 4]


def test_a_row_with_more_cells_than_headings_is_left_out_and_told() -> None:
    read = read_table("x.csv", b"no;text;sum\n1;a;1\n2;a;b;3\n3;b;2;\n")

    assert read.rows["no"].to_list() == ["1", "3"]
    assert (read.notes[0].code, read.notes[0].params) == ("ragged", {"count": 1, "lines": "3"})


def test_a_repeated_and_an_empty_heading_keep_their_columns() -> None:
    read = read_table("x.csv", b"no;a;a;;b\n1;2;3;4;5\n")

    assert read.headers == ("no", "a", "a#2", "#4", "b")


def test_a_workbook_gives_text_as_it_stands() -> None:
    content = _book(
        ("Leverantörsreskontra",),
        ("Fakturanr", "Datum", "Belopp"),
        ("000123", datetime(2026, 1, 5), 1234.1),
        (1234567890123456, datetime(2026, 1, 6), -1_000_000),
    )

    read = read_table("any name", content)

    assert read.rows["Fakturanr"].to_list() == ["000123", "1234567890123456"]
    assert read.rows["Datum"][0] == "2026-01-05 00:00:00"
    assert read.rows["Belopp"].to_list() == ["1234.1", "-1000000"]
    assert read.sheets == ("Blad1",) and read.sheet == "Blad1"


def test_a_formula_is_the_value_it_was_saved_with_and_in_text_stays_text() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["no", "sum"])
        page.write_formula(1, 1, "=HYPERLINK(1)", value=12)
        page.write_string(1, 0, "=cmd|'/c calc'!A1")

    read = read_table("x", data.getvalue())
    text = read_table("x", b"no;sum\n=1+1;2\n=cmd;3\n")

    assert read.rows.row(0)[:2] == ("=cmd|'/c calc'!A1", "12")
    assert text.rows["no"].to_list() == ["=1+1", "=cmd"]


def test_cells_that_hold_an_error_are_counted() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["no", "sum"])
        page.write_row(1, 0, ["a", 5])
        page.write_formula(2, 1, "=1/0", value="#DIV/0!")
        page.write(2, 0, "b")

    read = read_table("x", data.getvalue())

    assert read.rows["sum"].to_list() == ["5", None]
    assert (read.notes[0].code, read.notes[0].params) == ("cell_errors", {"count": 1})


def test_the_sheet_that_is_asked_for_is_read_else_the_first_that_holds_anything() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet("Tom")
        for name in ("Ett", "Två"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["no", "sum"])
            page.write_row(1, 0, [name, 5])

    assert read_table("x", data.getvalue()).sheet == "Ett"
    assert read_table("x", data.getvalue(), sheet="Två").rows["no"].to_list() == ["Två"]
    assert _refused(data.getvalue(), sheet="Tre") == "no_such_sheet"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"<html><table><tr><td>1</td></tr></table>", "not_a_table"),
        (b"<?xml version='1.0'?><Workbook/>", "not_a_table"),
        (b"\x00\x01\x02\x03" * 100, "not_a_table"),
        (b"Dear all,\nhere is a letter.\nIt has no columns,\nnone at all\n", "not_a_table"),
        (b"1;2;3\n4;5;6\n", "no_header"),
        (b"F-1;2026-01-01;100\nF-2;2026-01-02;200\n", "no_header"),
        (b"PK\x03\x04 not an archive at all", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 4,
            "encrypted",
        ),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    assert _refused(content) == code


def test_a_file_too_big_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_BYTES", 10_000_000)
    assert _refused(b"a;b\n" * 2_600_000) == "too_big"


def test_more_rows_than_can_be_held_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 60)
    rows = [("no", "sum"), *((f"n{at}", at) for at in range(200))]

    assert _refused("\n".join(f"{a};{b}" for a, b in rows).encode()) == "too_many_rows"
    assert _refused(_book(*rows)) == "too_many_rows"


def test_one_cell_far_out_does_not_make_a_giant() -> None:
    """A sheet is read as a rectangle up to its last cell: 16,384 × 1,048,576 of them."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["no", "sum"])
        page.write(1_048_575, 0, "x")
    wide = io.BytesIO()
    with xlsxwriter.Workbook(wide) as book:
        book.add_worksheet().write(0, 16_383, "x")

    assert _refused(data.getvalue()) == "too_many_rows"
    assert _refused(wide.getvalue()) == "too_wide"


def _packed_lie(plain: bytes, declared: int) -> bytes:
    """A workbook whose one sheet unpacks to more than its directory says."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", plain)
    content = bytearray(data.getvalue())
    entry = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, declared)
    struct.pack_into("<I", content, 22, declared)
    return bytes(content)


def test_what_unpacks_to_too_much_is_refused_whatever_it_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packed, "_MOST_UNPACKED", 1_000_000)

    assert _refused(_packed_lie(b" " * 5_000_000, declared=100)) == "expands"


def test_an_archive_with_a_password_is_told_from_a_broken_one() -> None:
    content = bytearray(_book(("no", "sum"), ("1", 2)))
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1

    assert _refused(bytes(content)) == "encrypted"
    assert _refused(_book(("no", "sum"), ("1", 2))[:400]) == "unreadable"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(';,\t\n"1aö -', max_size=200).map(str.encode))
def test_whatever_is_handed_in_is_a_table_or_refused(content: bytes) -> None:
    try:
        read = read_table("x", content)
    except NotATable:
        return

    assert read.rows.columns == [*read.headers, "_line"]
    assert read.rows.height > 0
