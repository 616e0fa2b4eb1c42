"""Files as they come: encodings, dialects, numbers and dates arrive as what they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.homes import CUSTOMERS, INVOICES, Home, only


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.write("customers.csv", CUSTOMERS)
    return made


SWEDISH = "customer_no;name\nC1;Åkeri Ängö & Öst\n"


@pytest.mark.parametrize(
    "content",
    [
        SWEDISH.encode(),
        b"\xef\xbb\xbf" + SWEDISH.encode(),
        SWEDISH.encode("utf-16"),
        SWEDISH.encode("utf-16-le"),
        SWEDISH.encode("cp1252"),
        SWEDISH.replace("\n", "\r").encode(),
        SWEDISH.replace("\n", "\r\n").encode(),
        SWEDISH.replace(";", "\t").encode(),
        SWEDISH.replace(";", "|").encode("cp1252"),
        SWEDISH.strip().encode(),
        SWEDISH.replace("\n", "\n\n").encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "utf16",
        "utf16le",
        "cp1252",
        "cr",
        "crlf",
        "tab",
        "pipe",
        "noend",
        "blank",
    ],
)
def test_encodings_line_ends_and_delimiters_are_found(home: Home, content: bytes) -> None:
    home.write("customers.csv", content)

    outcome = home.load()

    assert only(outcome, "customers.csv").rows["accepted"] == 1
    assert home.rows("select customer_no, name from customers") == [("C1", "Åkeri Ängö & Öst")]


def _amount(home: Home, *texts: str, delimiter: str = ";") -> list[Decimal | None]:
    rows = "".join(
        delimiter.join((str(i), "C1", "2026-01-02", "SEK", text)) + "\n"
        for i, text in enumerate(texts)
    )
    head = delimiter.join(("invoice_no", "customer_no", "issue_date", "currency", "amount"))
    home.write("invoices.csv", head + "\n" + rows)
    home.load()
    found = dict(home.rows("select invoice_no, amount from invoices"))
    return [found.get(str(i)) for i in range(len(texts))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("(400.00)", "-400"),
        ("−12,5", "-12.5"),
        ("12,50-", "-12.5"),
        ("550.", "550"),
        ("-.40", "-0.4"),
        ("+7", "7"),
        ("1.2300", "1.23"),
        ("0,10", "0.1"),
        ("12345678901234.5678", "12345678901234.5678"),
    ],
)
def test_a_number_is_read_as_it_is_written(home: Home, text: str, value: str) -> None:
    assert _amount(home, text) == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 kr", "not_a_number"),
        ("1e3", "not_a_number"),
        ("1_000", "not_a_number"),
        ("nan", "not_a_number"),
        ("1,234", "unclear_number"),
        ("1.23456", "too_many_decimals"),
        ("1.000000000000001", "too_many_decimals"),
        ("123456789012345", "out_of_range"),
        ("99999999999999999999999999999999", "out_of_range"),
        ("1,2,3", "not_a_number"),
    ],
)
def test_what_is_no_exact_amount_is_a_reject_with_its_reason(
    home: Home, text: str, code: str
) -> None:
    assert _amount(home, text) == [None]
    assert home.reasons() == [code]


def test_other_cells_of_the_file_say_what_a_comma_means(home: Home) -> None:
    assert _amount(home, "1,234", "5,50") == [Decimal("1.234"), Decimal("5.5")]
    assert _amount(home, "1,234", "1,234.50") == [Decimal(1234), Decimal("1234.5")]
    assert _amount(home, "1.234", "5,50") == [Decimal(1234), Decimal("5.5")]


def _issued(home: Home, *texts: str) -> list[date | None]:
    rows = "".join(f"{i},C1,{text},SEK,1\n" for i, text in enumerate(texts))
    home.write("invoices.csv", "invoice_no,customer_no,issue_date,currency,amount\n" + rows)
    home.load()
    found = dict(home.rows("select invoice_no, issue_date from invoices"))
    return [found.get(str(i)) for i in range(len(texts))]


@pytest.mark.parametrize(
    "text",
    ["2006-06-02", "2006-6-2", "20060602", "2-Jun-06", "2-Jun-2006", "2 June 2006",
     "2006-06-02 23:30:00", "2006-06-02T23:30:00-05:00"],
)  # fmt: skip
def test_a_date_is_taken_as_written(home: Home, text: str) -> None:
    """Rule 3: an offset never moves the day."""
    assert _issued(home, text) == [date(2006, 6, 2)]


def test_the_column_says_which_part_is_the_month(home: Home) -> None:
    assert _issued(home, "4/6/2013", "4/26/2013") == [date(2013, 4, 6), date(2013, 4, 26)]
    assert _issued(home, "4.6.2013", "26.4.2013") == [date(2013, 6, 4), date(2013, 4, 26)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "impossible_date"),
        ("4/6/2013", "unclear_date"),
        ("31/31/2013", "impossible_date"),
        ("soon", "not_a_date"),
        ("", "missing"),
    ],
)
def test_what_is_no_day_is_a_reject_with_its_reason(home: Home, text: str, code: str) -> None:
    assert _issued(home, text) == [None]
    assert home.reasons() == [code]


def test_numbers_that_are_names_keep_their_zeros_and_letters(home: Home) -> None:
    home.write(
        "invoices.csv",
        INVOICES + "000123,C1,2026-01-02,,SEK,1\nC536379,C1,2026-01-02,,SEK,2\n",
    )

    home.load()

    assert home.rows("select invoice_no from invoices order by 1") == [("000123",), ("C536379",)]


def test_cells_with_quotes_line_breaks_and_delimiters_stay_whole(home: Home) -> None:
    home.write("customers.csv", 'customer_no,name\nC1,"Ett ""AB"",\nbox 2"\nC2,Två\n')

    outcome = home.load()

    assert only(outcome, "customers.csv").rows["accepted"] == 2
    assert home.one("select name from customers where customer_no = 'C1'") == 'Ett "AB",\nbox 2'


def test_a_row_with_too_many_cells_is_kept_as_a_reject_with_its_line(home: Home) -> None:
    home.write("customers.csv", "customer_no,name\nC1,Ett\nC2,Två,extra\nC3,Tre\n")

    outcome = home.load()

    assert only(outcome, "customers.csv").rows == {
        "read": 3,
        "accepted": 2,
        "excluded": 0,
        "rejected": 1,
    }
    assert home.rows("select line, row_text from meta.rejects") == [(3, "C2,Två,extra")]


def test_a_reject_names_every_reason_of_its_row(home: Home) -> None:
    home.write("invoices.csv", INVOICES + "1,C1,soon,,KRONOR,x\n")

    home.load()

    assert sorted(home.reasons()) == ["not_a_currency", "not_a_date", "not_a_number"]


def test_excel_and_parquet_are_read_as_text_too(home: Home) -> None:
    book = xlsxwriter.Workbook(home.sources / "invoices.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Our export", None, None])
    sheet.write_row(2, 0, ["invoice_no", "customer_no", "issue_date", "currency", "amount"])
    sheet.write_row(3, 0, ["000123", "C1", "2026-01-02", "SEK", 12.5])
    book.close()
    pl.DataFrame(
        {
            "payment_no": ["P1"],
            "customer_no": ["C1"],
            "payment_date": [date(2026, 1, 3)],
            "currency": ["SEK"],
            "amount": [Decimal("12.50")],
        }
    ).write_parquet(home.sources / "payments.parquet")

    outcome = home.load()

    assert outcome.exit_code == 0, outcome
    assert home.rows("select invoice_no, issue_date, amount from invoices") == [
        ("000123", date(2026, 1, 2), Decimal("12.5"))
    ]
    assert home.rows("select payment_date, amount from payments") == [
        (date(2026, 1, 3), Decimal("12.5"))
    ]


def test_columns_that_no_rule_names_are_reported(home: Home) -> None:
    home.write("customers.csv", "customer_no,name,Favourite colour\nC1,Ett,blue\n")

    assert only(home.load(), "customers.csv").unknown_columns == ("Favourite colour",)
