"""The billing check's page: sentence, outcomes, a finding opened, filters, nothing found."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, register
from saldo.access.viewer import Viewer
from saldo.reporting import Filters, billing, open_books
from saldo.ui.downloads import export_link
from saldo.web.reports import writer_of
from tests.billing_cases import CASES, Case
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

LATE = next(case for case in CASES if case.name == "billed_after_end")
WAITING = next(case for case in CASES if case.name == "never_billed")


def office_of(place: Home, case: Case) -> Office:
    for name, table in case.tables.items():
        header, *rows = [line.split() for line in table.strip().splitlines() if line.strip()]
        cells = [",".join("" if cell == "-" else cell for cell in row) for row in rows]
        place.write(f"{name}.csv", "\n".join([",".join(header), *cells]) + "\n")
    place.write("customers.csv", "customer_no,name\nC1,Ett AB\nC2,Två AB\n")
    place.load()
    return own_office(place.path)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = office_of(Home(tmp_path_factory.mktemp("billing")), LATE)
    access.install(office)
    yield office
    access.install(None)


def seen(app: AppTest) -> str:
    assert not app.exception
    return said(app)


TABLES = {"findings": 0, "by_outcome": 1}
F1 = "C1/1/billed_after_end/S1/K1/invoice/F1/1"
F2 = "C1/1/billed_after_end/S1/K1/invoice/F2/1"


def cells(app: AppTest, key: str) -> list[list[str]]:
    frame = app.dataframe[TABLES[key]]
    return [[str(cell) for cell in row] for row in frame.value.to_numpy().tolist()]


def test_the_page_says_what_can_be_claimed_in_both_languages(office: Office) -> None:
    """Rule 27: 215.25 and 317.75, the case computed by hand."""
    assert "**SEK 533.00** can be claimed back, excl. VAT." in seen(screen(office, "billing"))
    assert "**533,00 kr** kan begäras åter" in seen(screen(office, "billing", language="sv"))


def test_outcomes_are_rows_with_number_and_amount(office: Office) -> None:
    rows = cells(screen(office, "billing"), "by_outcome")

    assert [row[:3] for row in rows] == [["Billed after liability ended", "Claim", "2"]]
    assert float(rows[0][3]) == 533


def test_each_finding_says_in_words_why_it_stands_there(office: Office) -> None:
    rows = cells(screen(office, "billing"), "findings")

    assert [row[:2] for row in rows] == [["S1", "Billed after liability ended"]] * 2
    assert [float(row[2]) for row in rows] == [317.75, 215.25]
    assert "liability ended 10 May 2026" in rows[1][3].replace("\u00a0", " ")


def test_a_finding_is_opened_by_its_address_and_leads_to_its_invoice(office: Office) -> None:
    app = screen(office, "billing", finding=F1)

    assert "right is SEK 102.50" in seen(app)
    assert [link.label for link in app.get("page_link")] == [":primary[Open invoice F1]"]


def test_an_outcome_is_chosen_in_the_address(office: Office) -> None:
    app = screen(office, "billing")

    app.selectbox(key="choose_outcome").set_value("billed_after_end").run()

    assert app.query_params["outcome"] == "billed_after_end"
    assert "Nothing found" in seen(screen(office, "billing", outcome="billed_twice"))


def test_an_outcome_that_is_none_is_refused_in_words(office: Office) -> None:
    (error,) = screen(office, "billing", outcome="everything").error

    assert "outcome" in error.value


def test_another_customer_reads_that_there_is_nothing_to_check(office: Office) -> None:
    """Rule 32."""
    text = seen(screen(office, "billing", value="C2"))

    assert "No bills for machines" in text
    assert "S1" not in text


def test_a_download_holds_exactly_the_findings_shown(office: Office) -> None:
    day = Filters.from_query({"as_of": "2026-06-15", "from": "2026-06-01"}, None)  # type: ignore[arg-type]
    app = screen(office, "billing", **day.to_query())
    books, viewer = open_books(office.settings.home), _viewer(office, app)

    file = writer_of(office)("billing-check", "csv", day.to_query(), viewer)
    taken = pl.read_csv(file.content, infer_schema=False)

    shown = billing.billing_check(books, viewer.scope, day)
    assert file.rows == taken.height == shown.height == len(cells(app, "findings")) == 1
    assert "liability ended 10 May 2026" in taken["says"][0].replace("\u00a0", " ")
    assert export_link("billing-check", "csv", day).startswith("/export/billing-check.csv?")
    assert register.export("billing-check") is not None


def _viewer(office: Office, app: AppTest) -> Viewer:
    viewer = access.session_viewer(app.user["saldo_session"])  # type: ignore[attr-defined]
    assert viewer is not None
    return viewer


def test_machines_never_billed_are_told_as_a_bill_to_expect(
    tmp_path_factory: pytest.TempPathFactory, office: Office
) -> None:
    waiting = office_of(Home(tmp_path_factory.mktemp("waiting")), WAITING)
    access.install(waiting)
    try:
        text = seen(screen(waiting, "billing"))
    finally:
        access.install(office)

    assert "There is nothing to claim back. A bill of **SEK 1,117.25** is still to be" in text
