"""Table files: exact, harmless, saying what they are. Each is opened again by another reader."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import fastexcel
import openpyxl
import polars as pl
import pytest

from saldo.documents import About, UnknownFormat, file_name, headings, table_file
from saldo.documents.workbook import write_workbook
from saldo.i18n import reader_for

LIVE = ["=1+1", "+46 8 123", "-5", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")']
DAY = date(2026, 11, 22)


def about(**changes) -> About:
    given = {
        "report": "open-items",
        "title": "Open items",
        "as_of": DAY,
        "snapshot": "b7",
        "loaded_at": datetime(2026, 11, 22, 6, 30),
        "reader": reader_for("en"),
        "filters": (("Account", "Nordverk AB"), ("Currency", "SEK")),
        "totals": ("open_amount",),
    }
    return About(**(given | changes))


def items(*rows: tuple[str, str, str], scale: int = 4) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "document_no": [no for no, _, _ in rows],
            "due_date": [DAY for _ in rows],
            "currency": [currency for _, currency, _ in rows],
            "open_amount": pl.Series(
                [Decimal(amount) for _, _, amount in rows], dtype=pl.Decimal(18, scale)
            ),
        }
    )


def workbook(frame: pl.DataFrame, **changes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(table_file(frame, "xlsx", about(**changes))))


def csv_rows(frame: pl.DataFrame) -> list[dict[str, str]]:
    text = table_file(frame, "csv", about()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_name_says_what_is_inside() -> None:
    assert file_name("open-items", ["10012"], DAY, "xlsx") == (
        "saldo_open-items_10012_2026-11-22.xlsx"
    )
    assert (
        file_name("ageing", ["1", "2", "3"], DAY, "csv") == "saldo_ageing_3-accounts_2026-11-22.csv"
    )
    assert file_name("orders", [], DAY, "csv") == "saldo_orders_2026-11-22.csv"


def test_a_name_is_safe_ascii_whatever_the_account_is_called() -> None:
    assert file_name("x", ["../Åkeri/Ö\r\n"], DAY, "csv") == "saldo_x_Akeri-O_2026-11-22.csv"


def test_the_first_sheet_says_filters_date_and_source() -> None:
    sheet = workbook(items(("1", "SEK", "5"))).worksheets[0]

    said = {row[0]: row[1] for row in sheet.iter_rows(min_row=3, max_col=2, values_only=True)}

    assert sheet["A1"].value == "Open items"
    assert said["Account"] == "Nordverk AB"
    assert said["As of"] == "2026-11-22"
    assert "b7" in said["Source"]
    assert said["Rows"] == "1"


def test_sample_data_is_called_so() -> None:
    sheet = workbook(items(("1", "SEK", "5")), sample=True).worksheets[0]

    assert "Sample data" in [row[1].value for row in sheet.rows][-1]


def test_numbers_are_numbers_and_dates_dates() -> None:
    sheet = workbook(items(("000123", "SEK", "-1234.56"))).worksheets[1]

    number, day, _, amount = sheet[2]

    assert (number.value, number.data_type) == ("000123", "s")
    assert (day.value, day.number_format) == (datetime(2026, 11, 22), "yyyy\\-mm\\-dd")
    assert (amount.value, amount.number_format) == (-1234.56, "#,##0.00")


def test_the_header_is_frozen_filtered_and_in_the_readers_words() -> None:
    sheet = workbook(items(("1", "SEK", "5")), reader=reader_for("sv")).worksheets[1]

    assert [cell.value for cell in sheet[1]] == ["Nummer", "Förfallodatum", "Valuta", "Återstående"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D2"


def test_our_codes_are_words_in_excel_and_codes_in_csv() -> None:
    frame = items(("1", "SEK", "5")).with_columns(kind=pl.lit("credit_note"))

    assert workbook(frame, reader=reader_for("sv")).worksheets[1]["E2"].value == "Kreditfaktura"
    assert csv_rows(frame)[0]["kind"] == "credit_note"


def test_one_currency_has_a_live_total_with_its_value() -> None:
    frame = items(("1", "SEK", "10.10"), ("2", "SEK", "-0.05"))
    data = table_file(frame, "xlsx", about())

    live = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    passed = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[1]

    assert live["A5"].value == "Total SEK"
    assert live["D5"].value == "=SUBTOTAL(109,D2:D3)"
    assert passed["D5"].value == 10.05


def test_rule_2_several_currencies_have_a_total_each_and_none_together() -> None:
    frame = items(("1", "SEK", "10"), ("2", "EUR", "3"), ("3", "SEK", "1"))

    data = table_file(frame, "xlsx", about())
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    passed = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[1]

    assert [passed["D6"].value, passed["D7"].value] == [3, 11]
    assert [sheet.cell(row, 1).value for row in (6, 7)] == ["Total EUR", "Total SEK"]
    assert sheet["D6"].value == '=SUMIFS(D2:D4,C2:C4,"EUR")'
    assert sheet.max_row == 7


def test_without_totals_there_is_none() -> None:
    assert workbook(items(("1", "SEK", "5")), totals=()).worksheets[1].max_row == 2


@pytest.mark.parametrize("currency, shown", [("JPY", "#,##0"), ("KWD", "#,##0.000")])
def test_rule_1_amounts_have_their_currencys_decimals(currency: str, shown: str) -> None:
    assert workbook(items(("1", currency, "5"))).worksheets[1]["D2"].number_format == shown


@pytest.mark.parametrize("text", LIVE)
def test_text_that_a_spreadsheet_would_run_is_escaped(text: str) -> None:
    frame = items((text, "SEK", "-5"))

    cell = workbook(frame).worksheets[1]["A2"]
    row = csv_rows(frame)[0]

    assert cell.data_type == "s"
    assert cell.value.startswith("'") and row["document_no"] == f"'{text}"
    assert row["open_amount"] == "-5.00"


def test_no_formula_in_the_file_is_other_than_ours() -> None:
    frame = pl.DataFrame({"document_no": LIVE, "description": LIVE})

    with zipfile.ZipFile(io.BytesIO(table_file(frame, "xlsx", about(title="=1+1")))) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]

    assert all(b"<f>" not in sheet for sheet in sheets)


def test_a_text_with_markup_or_control_characters_does_not_break_the_file() -> None:
    frame = items(("<b>&\x00\x1f\ufffeÅ\n", "SEK", "1"))

    assert workbook(frame).worksheets[1]["A2"].value == "<b>&Å\n"


def test_rule_1_eighteen_digits_reach_every_file() -> None:
    amount = "12345678901234.5678"
    frame = items(("1", "SEK", amount))

    with zipfile.ZipFile(io.BytesIO(table_file(frame, "xlsx", about()))) as book:
        xml = book.read("xl/worksheets/sheet2.xml").decode()

    assert f"<v>{amount}</v>" in xml
    assert csv_rows(frame)[0]["open_amount"] == amount
    assert json.loads(table_file(frame, "json", about()))["rows"][0]["open_amount"] == amount
    parquet = pl.read_parquet(io.BytesIO(table_file(frame, "parquet", about())))
    assert parquet["open_amount"][0] == Decimal(amount)


def test_csv_is_the_same_for_machines_and_for_excel() -> None:
    frame = items(("Å,1", "SEK", "-1234.5"), ('"2"', "SEK", "0.005"))

    data = table_file(frame, "csv", about(reader=reader_for("sv")))

    assert data.startswith(b"\xef\xbb\xbfdocument_no,due_date,currency,open_amount\r\n")
    assert csv_rows(frame)[0] == {
        "document_no": "Å,1",
        "due_date": "2026-11-22",
        "currency": "SEK",
        "open_amount": "-1234.500",
    }


def test_json_says_report_date_and_snapshot() -> None:
    answer = json.loads(table_file(items(("1", "SEK", "5")), "json", about()))

    assert answer == {
        "report": "open-items",
        "as_of": "2026-11-22",
        "snapshot": "b7",
        "rows": [
            {"document_no": "1", "due_date": "2026-11-22", "currency": "SEK", "open_amount": "5.00"}
        ],
    }


def test_parquet_keeps_the_types_and_says_where_it_is_from() -> None:
    frame = items(("1", "SEK", "5"))

    data = io.BytesIO(table_file(frame, "parquet", about()))

    assert pl.read_parquet(data).equals(frame)
    assert pl.read_parquet_metadata(data)["saldo.as_of"] == "2026-11-22"


def test_more_rows_than_a_sheet_holds_go_on_to_the_next() -> None:
    frame = items(*((str(no), "SEK", "1.5") for no in range(20)))
    target = io.BytesIO()

    write_workbook(frame, about(), target, sheet_rows=10)
    book = openpyxl.load_workbook(target)

    data = book.worksheets[1:]
    assert book.sheetnames == ["About", "Data 1", "Data 2", "Data 3"]
    numbers = [sheet.cell(row, 1).value for sheet in data for row in range(2, sheet.max_row + 1)]
    assert [no for no in numbers if no and no.isdigit()] == [str(no) for no in range(20)]
    assert max(sheet.max_row for sheet in data) <= 10
    assert data[-1].cell(data[-1].max_row, 4).value == (
        "=SUBTOTAL(109,'Data 1'!D2:D8)+SUBTOTAL(109,'Data 2'!D2:D8)+SUBTOTAL(109,'Data 3'!D2:D7)"
    )


def test_a_table_longer_than_a_slice_keeps_every_row_and_every_cent() -> None:
    rows = 41_001
    frame = pl.DataFrame({"line_no": range(rows)}).with_columns(
        currency=pl.lit("SEK"),
        open_amount=pl.col("line_no").cast(pl.Decimal(18, 4)) / pl.lit(Decimal("100")),
    )

    data = io.BytesIO(table_file(frame, "xlsx", about()))
    sheet = openpyxl.load_workbook(data, read_only=True, data_only=True).worksheets[1]
    read = list(sheet.iter_rows(min_row=2, values_only=True))

    assert [row[0] for row in read[:rows]] == list(range(rows))
    assert read[rows + 1][2] == float(frame["open_amount"].sum())


def test_a_table_without_rows_is_a_file_too() -> None:
    frame = items()

    assert workbook(frame).worksheets[1]["A1"].value == "Number"
    assert csv_rows(frame) == []
    assert json.loads(table_file(frame, "json", about()))["rows"] == []


def test_every_type_and_empty_cells_are_read_back_by_a_second_reader() -> None:
    frame = pl.DataFrame(
        {
            "document_no": ["a", None],
            "due_date": [DAY, None],
            "date": [datetime(2026, 11, 22, 14, 30), None],
            "late_days": [3, None],
            "quantity": pl.Series([Decimal("1.0000000001"), None], dtype=pl.Decimal(28, 10)),
        }
    )

    data = table_file(frame, "xlsx", about())
    read = fastexcel.read_excel(data).load_sheet(1).to_polars()

    assert read.row(0) == (
        "a",
        datetime(2026, 11, 22),
        datetime(2026, 11, 22, 14, 30),
        3.0,
        1.0000000001,
    )
    assert workbook(frame).worksheets[1].max_row == 3


def test_a_day_before_excels_calendar_is_written_as_text() -> None:
    frame = items(("1", "SEK", "1")).with_columns(due_date=pl.lit(date(1899, 12, 31)))

    assert workbook(frame).worksheets[1]["B2"].value == "1899-12-31"


def test_the_same_question_gives_the_same_bytes() -> None:
    frame = items(("1", "SEK", "5"))

    assert table_file(frame, "xlsx", about()) == table_file(frame, "xlsx", about())


def test_another_format_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        table_file(items(), "pdf", about())


def test_an_amount_without_vat_is_headed_so() -> None:
    """Rule 28: the budget's amounts are without VAT, an invoice's with it."""
    reader = reader_for("sv")

    assert headings(["amount"], reader) == ["Belopp inkl. moms"]
    assert headings(["month", "amount"], reader, "budget") == ["Månad", "Kostnad exkl. moms"]
