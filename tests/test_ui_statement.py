"""The page Statement of account: any period, every section, and the same as its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from saldo.reporting.statements import PERIODS, period_named
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen

ALL = {"from": "2026-01-01", "to": "2026-04-30"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("statement"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def _lines(app) -> list[list[str]]:
    """The small tables as label and value."""
    tables = [table.value for table in app.table]
    return [
        " ".join(str(cell).strip("*") for cell in row).replace("\u00a0", " ").replace("\\", "")
        for table in tables
        for row in table.to_numpy().tolist()
    ]


def _files(app) -> str:
    return " ".join(str(html.proto.body) for html in app.main.get("html"))


def test_it_opens_on_last_month_to_date(office: Office) -> None:
    """Rule 16: 1 March to 10 April, 0 + 1000 − 150 + 250.50."""
    app = screen(office, "statement")

    assert "Opening balance 1 Mar 2026 SEK 0.00" in _lines(app)
    assert "Closing balance 10 Apr 2026 SEK 1,100.50" in _lines(app)
    assert app.dataframe[0].value["document_no"].to_list() == ["F-0042", "P-1", "F-0043"]
    assert "open items and ageing come to the same" in said(app)


def test_the_open_items_are_those_of_the_last_day(office: Office) -> None:
    """Rule 8: on 31 March nothing was paid."""
    app = screen(office, "statement", **{"from": "2026-03-01", "to": "2026-03-31"})

    assert app.dataframe[1].value["number"].to_list() == ["F-0042"]
    assert "Total open: SEK 1,000.00" in said(app)


def test_its_files_are_asked_for_with_the_days_on_screen(office: Office) -> None:
    files = _files(screen(office, "statement", period="last_month"))

    for format in ("pdf", "xlsx", "csv"):
        assert f"/export/statement.{format}?" in files
    assert "from=2026-03-01" in files and "to=2026-03-31" in files
    assert "as_of=2026-03-31" in files


def test_a_named_period_goes_into_the_address_and_takes_free_dates_out(office: Office) -> None:
    app = screen(office, "statement", **ALL)

    app.button_group(key="choose_period").set_value("this_month").run()

    assert app.query_params["period"] == "this_month"
    assert not {"from", "to"} & set(app.query_params)
    assert "Opening balance 1 Apr 2026 SEK 1,000.00" in _lines(app)


def test_in_swedish_it_is_a_kontoutdrag(office: Office) -> None:
    app = screen(office, "statement", language="sv", **ALL)

    assert app.title[0].value == "Kontoutdrag"
    assert "Utgående saldo 2026-04-30 1 100,50 SEK" in _lines(app)


def test_several_accounts_and_currencies_are_sections_of_their_own(office: Office) -> None:
    """Rule 2."""
    rep = {"role": Role.rep, "kind": Kind.rep, "value": "R1"}
    app = screen(office, "statement", **rep, **ALL)

    sums = app.dataframe[0].value
    assert list(zip(sums["name"], sums["currency"], strict=True)) == [
        ("Ett [AB]", "SEK"),
        ("Två AB", "EUR"),
    ]
    assert [head.value for head in app.header][:1] == [r"Ett \[AB\], SEK, incl. VAT"]


def test_many_sections_are_shown_by_their_sums(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saldo.ui.statement._WHOLE", 1)

    app = screen(office, "statement", role=Role.rep, kind=Kind.rep, value="R1", **ALL)

    assert len(app.dataframe) == 1
    assert "Open an account to see its movements" in said(app)


def test_the_account_page_leads_to_the_months_statement(office: Office) -> None:
    links = screen(office).main.get("page_link")

    (statement,) = (link.proto for link in links if link.proto.page == "statement")
    assert "period=this_month" in statement.query_string


def test_before_the_first_entry_it_says_that_there_is_none(office: Office) -> None:
    app = screen(office, "statement", **{"from": "2020-01-01", "to": "2020-12-31"})

    assert "No entries up to 31 Dec 2020" in said(app)
    assert not app.dataframe


def test_a_balance_stands_where_nothing_moved(office: Office) -> None:
    app = screen(office, "statement", **{"from": "2026-08-01", "to": "2026-08-31"})

    assert "No movements in the period." in said(app)
    assert "Closing balance 31 Aug 2026 SEK 1,100.50" in _lines(app)


def test_days_the_wrong_way_round_are_named(office: Office) -> None:
    app = screen(office, "statement", **{"from": "2026-05-01", "to": "2026-04-01"})

    assert "from = 2026-05-01" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("only", [{"from": "2026-09-01"}, {"to": "2019-02-05"}])
def test_one_day_of_a_period_is_enough(office: Office, only: dict[str, str]) -> None:
    assert not screen(office, "statement", **only).exception


def test_a_search_on_the_page_leaves_the_statement_whole(office: Office) -> None:
    app = screen(office, "statement", search="0043", **ALL)

    assert "Closing balance 30 Apr 2026 SEK 1,100.50" in _lines(app)


def test_an_account_of_somebody_else_is_as_if_it_were_not_there(office: Office) -> None:
    app = screen(office, "statement", customer="C3", **ALL)

    assert "666" not in str(app.main)
    assert not app.dataframe


@pytest.mark.parametrize(
    ("name", "first_month", "period"),
    [
        ("recent", 1, ("2026-01-01", "2026-02-28")),
        ("this_month", 1, ("2026-02-01", "2026-02-28")),
        ("last_month", 1, ("2026-01-01", "2026-01-31")),
        ("fiscal_year", 1, ("2026-01-01", "2026-02-28")),
        ("fiscal_year", 2, ("2026-02-01", "2026-02-28")),
        ("fiscal_year", 9, ("2025-09-01", "2026-02-28")),
        ("last_fiscal_year", 9, ("2024-09-01", "2025-08-31")),
        ("whatever", 1, ("2026-01-01", "2026-02-28")),
    ],
)
def test_a_period_by_name(name: str, first_month: int, period: tuple[str, str]) -> None:
    first, last = period_named(name, date(2026, 2, 28), first_month)

    assert (first.isoformat(), last.isoformat()) == period


@pytest.mark.parametrize("name", PERIODS)
def test_a_leap_day_has_every_period(name: str) -> None:
    first, last = period_named(name, date(2028, 2, 29), 3)

    assert first <= last <= date(2028, 2, 29)
