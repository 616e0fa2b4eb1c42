"""The page Reports: one period, every report a click away, what was used last first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office
from saldo.desk import audit
from saldo.i18n import has_text
from saldo.reporting.reports import REPORTS
from saldo.ui.reports import in_order
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen

FISCAL = (
    "customer_no,name,rep_no,fiscal_year_start\nC1,Ett [AB],R1,7\nC2,Två AB,R1,1\n"
    "C3,Främmande AB,R9,1\nC4,Fyra AB,,1\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("reports"))
    for name, text in (TABLES | {"customers": FISCAL}).items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def links(app: AppTest) -> dict[str, dict[str, str]]:
    """The query of each report's first download, by its name."""
    found: dict[str, dict[str, str]] = {}
    for html in app.get("html"):
        for part in html.proto.body.split('href="')[1:]:
            address = urlsplit(part.split('"')[0].replace("&amp;", "&"))
            if address.path.startswith("/export/") and address.path.endswith(".xlsx"):
                query = {name: values[0] for name, values in parse_qs(address.query).items()}
                found[address.path.removeprefix("/export/").removesuffix(".xlsx")] = query
    return found


def test_every_report_is_a_click_away_under_the_last_month(office: Office) -> None:
    """The figures end on 10 April 2026."""
    taken = links(screen(office, "reports"))

    assert set(taken) == set(REPORTS)
    assert taken["statement"]["from"] == "2026-03-01"
    assert taken["open-items"] == {
        "as_of": "2026-03-31",
        "from": "2026-03-01",
        "to": "2026-03-31",
    }


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [("FY2026-Q3", "2026-01-01", "2026-03-31"), ("2026-02", "2026-02-01", "2026-02-28"),
     ("this fiscal year", "2025-07-01", "2026-04-10")],
)  # fmt: skip
def test_a_period_is_typed_or_named_and_ends_with_the_day_shown(
    office: Office, typed: str, start: str, end: str
) -> None:
    """C1's fiscal year begins in July."""
    taken = links(screen(office, "reports", period=typed))["payments-settled"]

    assert (taken["from"], taken["to"], taken["as_of"]) == (start, end, end)


def test_a_typed_period_goes_into_the_address(office: Office) -> None:
    app = screen(office, "reports", language="sv")

    app.text_input(key="choose_period").set_value(" 2026-Q1 ").run()

    assert app.query_params["period"] in ("2026-Q1", ["2026-Q1"])
    assert links(app)["ageing"]["from"] == "2026-01-01"


def test_what_is_no_period_is_said_and_the_usual_one_shown(office: Office) -> None:
    app = screen(office, "reports", period="soon <b>")

    assert "is no period" in app.warning[0].value
    assert links(app)["statement"]["from"] == "2026-03-01"


def test_what_was_used_last_stands_first(office: Office) -> None:
    when = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    order = in_order({"orders": when, "ageing": when.replace(day=21)})

    assert order[:3] == ["ageing", "orders", "statement"]
    assert len(order) == len(set(order)) == len(REPORTS)


def test_the_trail_says_when_a_person_last_took_what(office: Office) -> None:
    early, late = (datetime(2026, 11, day, 9, 0, tzinfo=UTC) for day in (1, 2))
    for at, person, export in (
        (early, 1, "open-items.csv"),
        (late, 1, "open-items.xlsx"),
        (early, 1, "statement.pdf"),
        (late, 2, "orders.csv"),
    ):
        audit.note(office.desk, at=at, person_id=person, action="export taken", subject=export)

    assert audit.last_taken(office.desk, 1) == {"open-items": late, "statement": early}


def test_the_page_is_in_the_menus_words(office: Office) -> None:
    app = screen(office, "reports", language="sv")

    assert app.title[0].value == "Rapporter"
    assert "1–31 mars 2026" in said(app) or "2026-03-01" in said(app)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_says_its_name_and_what_it_gives(name: str) -> None:
    assert has_text(f"exports.report.{name}")
    assert has_text(f"reports.gives.{name}")
