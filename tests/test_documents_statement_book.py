"""The statement as an Excel file: it reckons for itself, and comes to the report (rule 16)."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import fastexcel
import openpyxl
import pytest

from saldo.documents import About
from saldo.documents.statement_book import statement_book
from saldo.i18n import reader_for
from saldo.reporting import Books
from saldo.reporting.balances import statement as report
from saldo.reporting.statements import statement_of
from saldo.warehouse import Scope
from tests.marts import books_of, on
from tests.recalculated import needs_libreoffice, recalculated

MARCH = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}
ALL = Scope(customers=("C1", "C2"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Two accounts in SEK, one of them in yen too; C2 does not move in March."""
    return books_of(
        Path(tmp_path_factory.mktemp("books")),
        customers=[
            {"customer_no": "C1", "name": "=Acme"},
            {"customer_no": "C2", "name": "Bo's [AB]"},
        ],
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice C1 2026-01-10 2026-02-09 SEK 1000
            =F2 invoice C1 2026-03-15 2026-04-14 SEK 500.55
            K1 credit_note C1 2026-03-01 - SEK -200.10
            J1 invoice C1 2026-03-05 2026-04-04 JPY 12000
            B1 invoice C2 2026-02-10 2026-03-09 SEK 77.07""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-20 SEK 600""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 payment P1 F1 600 2026-03-20""",
    )


@pytest.fixture(scope="module")
def data(books: Books) -> bytes:
    return _book(books)


def _book(books: Books, language: str = "en", scope: Scope = ALL, **filters) -> bytes:
    statement = statement_of(books, scope, on("2026-06-30", **(MARCH | filters)))
    reader = reader_for(language)
    about = About("statement", "x", statement.end, "b7", datetime(2026, 6, 30, 6), reader)
    return statement_book(statement, about)


def _opened(data: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def _rows(sheet) -> list[tuple]:
    return [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]


def test_a_sheet_a_currency_between_the_balances_and_the_open_items(data: bytes) -> None:
    """Rule 2."""
    assert _opened(data).sheetnames == ["About", "Balances", "JPY", "SEK", "Open items"]


def test_each_row_is_the_reports(books: Books, data: bytes) -> None:
    for currency in ("JPY", "SEK"):
        expected = [
            (row["customer_no"], float(row["balance"]))
            for row in report(books, ALL, on("2026-06-30", **MARCH)).to_dicts()
            if row["currency"] == currency
        ]
        sheet = fastexcel.read_excel(data).load_sheet(currency).to_polars()

        assert sorted((row[0], row[-1]) for row in sheet.rows()) == sorted(expected)


def test_the_running_balance_is_live(data: bytes) -> None:
    sheet = _opened(data, values=False)["SEK"]

    said = [sheet.cell(row, 8).value for row in range(2, 7)]

    assert said == [1000, "=H2+G3", "=H3+G4", "=H4+G5", "=H2+G6"]
    assert sheet["G6"].value == "=SUM(G3:G5)"


def test_what_it_comes_to_and_that_the_open_items_tie(data: bytes) -> None:
    """Rule 10."""
    rows = _rows(_opened(data)["Balances"])

    assert rows[0][:2] == ("C1", "'=Acme")
    assert [row[2:] for row in rows[:3]] == [
        ("JPY", 0, 12000, 12000, 12000, 0),
        ("SEK", 1000, -299.55, 700.45, 700.45, 0),
        ("SEK", 77.07, 0, 77.07, 77.07, 0),
    ]


@needs_libreoffice
@pytest.mark.parametrize("language", ["en", "sv"])
def test_recalculated_it_comes_to_the_same_sums(books: Books, language: str) -> None:
    data = _book(books, language)
    theirs = recalculated(data)

    for sheet in _opened(data).worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    other = theirs[sheet.title][cell.coordinate].value
                    assert other == pytest.approx(cell.value, abs=1e-9), cell.coordinate


@needs_libreoffice
def test_accounts_that_a_spreadsheet_takes_for_one_keep_their_own_open_items(
    tmp_path: Path,
) -> None:
    """Rule 5: 007 is not 7, and * is not any."""
    numbers = ("7", "007", "*")
    books = books_of(
        tmp_path,
        customers=[{"customer_no": number, "name": number} for number in numbers],
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice 7 2026-03-10 2026-04-09 SEK 1
            F2 invoice 007 2026-03-15 2026-04-14 SEK 20
            F3 invoice * 2026-03-15 2026-04-14 SEK 300""",
    )

    theirs = recalculated(_book(books, scope=Scope(customers=numbers)))["Balances"]

    assert {row[0]: row[6] for row in _rows(theirs)[:3]} == {"7": 1, "007": 20, "*": 300}


def test_an_account_without_entries_is_a_file_too(books: Books) -> None:
    before = {"start": date(2020, 1, 1), "end": date(2020, 1, 31)}

    book = _opened(_book(books, **before))

    assert book.sheetnames == ["About", "Balances", "Open items"]


def test_a_number_that_a_spreadsheet_would_run_is_text(data: bytes) -> None:
    sheet = _opened(data, values=False)["SEK"]

    numbers = [sheet.cell(row, 5).value for row in range(2, 7)]

    assert "'=F2" in numbers
    assert Decimal(str(_opened(data)["SEK"]["H6"].value)) == Decimal("700.45")
