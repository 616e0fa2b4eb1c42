"""Documents on the statement page: taken, found again, and told what changed since (rule 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from saldo import access
from saldo.access import Office
from saldo.access.viewer import viewer_for
from saldo.web.reports import writer_of
from tests.front import own_office, signed_in, somebody
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen

APRIL = {"from": "2026-04-01", "to": "2026-04-30"}
LATE = "F-0044,C1,2026-04-05,2026-05-05,SEK,9,\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    for name, text in TABLES.items():
        made.write(f"{name}.csv", text)
    assert made.load(at=datetime(2026, 5, 1, 6)).exit_code == 0
    return made


@pytest.fixture
def office(home: Home) -> Iterator[Office]:
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def _take(office: Office, *sees: str, email: str = "ana@example.se") -> None:
    session = signed_in(office, somebody(office, email, sees=sees))[0]
    viewer = viewer_for(office.desk, session, office.now())
    assert viewer
    writer_of(office)("statement", "pdf", APRIL, viewer)


def _files(app) -> str:
    return " ".join(str(html.proto.body) for html in app.main.get("html"))


def test_the_documents_are_asked_for_with_the_days_on_screen(office: Office) -> None:
    files = _files(screen(office, "statement", **APRIL))

    for name in ("statement", "open-item-statement", "balance-confirmation"):
        assert f"/export/{name}.pdf?" in files and f"/export/{name}.xlsx?" in files
    assert "/export/invoices.zip?" in files


def test_before_anything_was_taken_nothing_is_listed(office: Office) -> None:
    assert "Issued before" not in said(screen(office, "statement", **APRIL))


def test_what_was_taken_stands_at_the_foot_and_can_be_taken_again(office: Office) -> None:
    _take(office, "C1")

    app = screen(office, "statement", issued="1", **APRIL)

    listed = app.dataframe[-1].value
    assert listed["what"].to_list() == ["Statement of account"]
    assert listed["period"][0].replace("\u00a0", " ") == "1 Apr 2026 – 30 Apr 2026"
    assert "/export/issued.pdf?no=1" in _files(app)
    assert "Nothing has changed since" in said(app)


def test_late_postings_are_listed(home: Home, office: Office) -> None:
    _take(office, "C1")
    home.write("invoices.csv", TABLES["invoices"] + LATE)
    assert home.load(at=datetime(2026, 5, 2, 6)).exit_code == 0

    app = screen(office, "statement", issued="1", **APRIL)

    changes = app.dataframe[-1].value
    assert "Changed since" in app.warning[-1].value
    assert set(changes["document_no"]) == {"F-0044"}
    assert set(changes["how"]) == {"Added"}
    assert changes["after"].str.contains("SEK").all()


@pytest.mark.parametrize("number", ["1", "999", "x", "-1", "99999999999"])
def test_a_document_of_another_account_is_as_if_it_were_not_there(
    office: Office, number: str
) -> None:
    _take(office, "C2", email="bo@example.se")

    app = screen(office, "statement", issued=number, **APRIL)

    assert not app.exception
    assert "/export/issued" not in _files(app)
    assert "Issued before" not in said(app)


def test_a_period_is_typed(office: Office) -> None:
    app = screen(office, "statement")

    app.text_input(key="type_period").set_value("mars 2026").run()

    assert (app.query_params["from"], app.query_params["to"]) == ("2026-03-01", "2026-03-31")


def test_what_is_no_period_is_said_and_changes_nothing(office: Office) -> None:
    app = screen(office, "statement", **APRIL)

    app.text_input(key="type_period").set_value("<b>soon").run()

    assert "is no period Saldo knows" in app.error[0].value
    assert app.query_params["from"] == "2026-04-01"
