"""Reports as files: the columns and the order that were asked for, in every format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import openpyxl
import polars as pl
import pytest

from saldo.access import Office, Viewer
from saldo.access.viewer import viewer_for
from saldo.reporting import Filters
from saldo.web.exports import BadRequest
from saldo.web.reports import writer_of
from tests.front import own_office, signed_in, somebody
from tests.homes import Home

CHOSEN = {"columns": "invoice_no,amount,currency", "sort": "amount", "as_of": "2026-10-31"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("reports"))
    home.write("customers.csv", "customer_no,name\nC1,Acme AB\n")
    home.write(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,currency,amount\n"
        "F1,C1,2026-09-01,2026-10-01,SEK,5\n"
        "F2,C1,2026-09-02,2026-10-02,SEK,900\n"
        "F3,C1,2026-09-03,2026-12-03,SEK,70\n",
    )
    assert home.load().exit_code == 0
    return own_office(home.path)


@pytest.fixture(scope="module")
def ana(office: Office) -> Viewer:
    session = signed_in(office, somebody(office, "ana@example.se", sees=("C1",)))[0]
    viewer = viewer_for(office.desk, session, office.now())
    assert viewer
    return viewer


def _file(office: Office, viewer: Viewer, name: str, **query: str) -> bytes:
    report, format = name.split(".")
    return writer_of(office)(report, format, query, viewer).content


def test_a_csv_holds_the_chosen_columns_in_the_chosen_orders(office: Office, ana: Viewer) -> None:
    text = _file(office, ana, "invoices.csv", **CHOSEN).decode("utf-8-sig")

    assert text.split() == [
        "invoice_no,amount,currency",
        "F2,900.00,SEK",
        "F3,70.00,SEK",
        "F1,5.00,SEK",
    ]


def test_a_parquet_file_too(office: Office, ana: Viewer) -> None:
    rows = pl.read_parquet(io.BytesIO(_file(office, ana, "invoices.parquet", **CHOSEN)))

    assert rows.columns == ["invoice_no", "amount", "currency"]
    assert rows["invoice_no"].to_list() == ["F2", "F3", "F1"]


def test_a_workbook_sums_them_and_says_which_they_are(office: Office, ana: Viewer) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_file(office, ana, "invoices.xlsx", **CHOSEN)))

    about, data = book.worksheets
    assert any(
        label == "Columns" and value.count(",") == 2
        for label, value, *_ in about.values
        if isinstance(value, str)
    )
    assert [row[0] for row in data.values][1:4] == ["F2", "F3", "F1"]
    assert "=SUBTOTAL(109,B2:B4)" in [row[1] for row in data.values]


def test_the_ageing_is_taken_in_the_intervals_that_are_shown(office: Office, ana: Viewer) -> None:
    """Rule 11: F1 is 30 days overdue, F2 29, F3 not due."""
    asked = {"as_of": "2026-10-31", "steps": "6x15", "columns": "bucket,amount"}

    text = _file(office, ana, "ageing.csv", **asked).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(_file(office, ana, "ageing.xlsx", **asked)))

    amounts = dict(line.split(",") for line in text.split()[1:])
    assert {bucket: each for bucket, each in amounts.items() if float(each)} == {
        "not_due": "70.00",
        "16-30": "905.00",
    }
    words = [row[0] for row in book.worksheets[1].values]
    assert (words[3], words[8]) == ("16–30 days", "Over 90 days")


def test_amounts_without_their_currency_are_not_summed(office: Office, ana: Viewer) -> None:
    """Rule 2."""
    content = _file(office, ana, "invoices.xlsx", columns="invoice_no,amount")

    data = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    assert data.max_row == 4


def test_every_report_gives_its_sentences_only_where_its_columns_are_asked_for(
    office: Office, ana: Viewer
) -> None:
    text = _file(office, ana, "billing-check.csv", columns="serial_no").decode("utf-8-sig")

    assert text.split() == ["serial_no"]


def test_a_file_says_every_filter_it_was_made_under(office: Office, ana: Viewer) -> None:
    """Every filter that an address can hold has its words on the first sheet."""
    given = {
        "customer": "C1",
        "as_of": "2026-10-31",
        "known_at": "2099-01-01",
        "from": "2026-01-01",
        "to": "2026-10-31",
        "currency": "SEK",
        "status": "overdue",
        "bucket": "1-30",
        "search": "F",
        "baseline": "requested",
        "aged_by": "issue",
        "steps": "6x15",
        "site": "S-1",
        "category": "hardware",
        "contract": "SA-1",
        "model": "M-1",
        "outcome": "billed_twice",
        "sort": "due",
        "into": "EUR",
    }
    filters = Filters.from_query(given, date(2026, 1, 1))
    content = _file(office, ana, "invoices.xlsx", **given)

    assert all(getattr(filters, field.name) not in (None, ()) for field in fields(Filters))
    about = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    said = dict(row[:2] for row in about.values if row[1] is not None)
    assert said["Order"] == "Due date"
    assert said["Intervals"] == "6 × 15 days"
    assert len(set(given.values()) & set(said.values())) > 5


@pytest.mark.parametrize("columns", ["secret", "invoice_no,secret", "customer_no;amount", '"'])
def test_a_column_that_the_report_does_not_have_is_refused_with_words(
    office: Office, ana: Viewer, columns: str
) -> None:
    with pytest.raises(BadRequest, match=r"has no column .* It has: customer_no"):
        _file(office, ana, "invoices.csv", columns=columns)
