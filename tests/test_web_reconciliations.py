"""A saved reconciliation as a file: for who sees all its accounts, as if absent for others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from saldo import access
from saldo.access import Office, Viewer
from saldo.deeds import Actor
from saldo.deeds.reconciling import save_reconciliation
from saldo.ledger.matching import Decisions, Theirs
from saldo.reporting import Filters, open_books
from saldo.web.exports import NoSuchExport
from saldo.web.reports import writer_of
from tests.front import own_office, signed_in, somebody
from tests.homes import Home
from tests.test_ui_pages import TABLES

DAY = date(2026, 4, 10)


@dataclass(frozen=True)
class Place:
    office: Office
    one: Viewer
    two: Viewer
    key: int


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = Home(tmp_path_factory.mktemp("files"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    one, two = (_viewer(office, number) for number in ("C1", "C2"))
    books = open_books(home.path, office.desk, None)
    key = save_reconciliation(
        Actor(office.desk, books, one, office.now(), DAY),
        name="April",
        file_name="ledger.csv",
        filters=Filters(as_of=DAY),
        theirs=(Theirs(2, "F-0042", date(2026, 3, 1), Decimal(1000), "SEK"),),
        all_entries=False,
        decisions=Decisions(),
        since=None,
    )
    yield Place(office, one, two, key)
    access.install(None)


def _viewer(office: Office, number: str) -> Viewer:
    person = somebody(office, f"{number}@example.se", sees=(number,))
    viewer = office.viewer(signed_in(office, person)[0], fresh=True)
    assert viewer is not None
    return viewer


def test_the_workbook_and_the_letter_say_what_was_saved(place: Place) -> None:
    write, asked = writer_of(place.office), {"no": str(place.key), "as_of": DAY.isoformat()}

    book = write("reconciliation", "xlsx", asked, place.one)
    letter = write("reconciliation", "pdf", asked, place.one)

    assert "Reconciliation" in openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    assert book.name == "saldo_reconciliation_C1_2026-04-10.xlsx"
    text = PdfReader(io.BytesIO(letter.content)).pages[0].extract_text().replace("\u00a0", " ")
    assert "Our balance" in text and "1,100.50" in text
    assert "Ett [AB]" in text


@pytest.mark.parametrize("number", ["", "0", "999", "x", "1; drop", "9" * 12])
@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_another_number_is_not_there(place: Place, number: str, format: str) -> None:
    with pytest.raises(NoSuchExport):
        writer_of(place.office)("reconciliation", format, {"no": number}, place.one)


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_it_is_not_there_for_who_sees_another_account(place: Place, format: str) -> None:
    with pytest.raises(NoSuchExport):
        writer_of(place.office)("reconciliation", format, {"no": str(place.key)}, place.two)
