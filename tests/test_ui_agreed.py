"""The pages Contracts and Installed inventory: each role, both languages, a request to its end."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role, register
from saldo.desk import changes
from saldo.desk.grants import Kind
from saldo.reporting import Filters, open_books
from saldo.reporting.contracts import contracts
from saldo.warehouse import Scope
from saldo.web.reports import writer_of
from tests.agreed_books import TABLES
from tests.front import own_office
from tests.homes import Home
from tests.staging import rows_of
from tests.test_ui_pages import said, screen

DAY = "2026-06-15"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("agreed"))
    for name, table in TABLES.items():
        rows = [dict(row) for row in rows_of(table)]
        home.write(f"{name}.csv", pl.DataFrame(rows, infer_schema_length=None).write_csv())
    assert home.load().exit_code == 0
    return home


@pytest.fixture
def office(home: Home) -> Iterator[Office]:
    (home.path / "desk.db").unlink(missing_ok=True)
    st.cache_data.clear()  # another desk at the same revision
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def seen(app: AppTest) -> str:
    assert not app.exception
    return said(app)


def view(office: Office, page: str, **query: str) -> AppTest:
    return screen(office, page, **{"as_of": DAY, **query})


def rep(office: Office, page: str, **query: str) -> AppTest:
    query = {"as_of": DAY, **query}
    return screen(office, page, role=Role.rep, kind=Kind.all, value="-", **query)


def test_contracts_say_what_they_cost_and_which_notice_comes_first(office: Office) -> None:
    """Rule 25: K1 by 2026-09-30."""
    text = seen(view(office, "contracts"))

    assert "**3 contracts** cost" in text
    assert "last notice day is **30 Sept 2026**, in 107 days" in text
    swedish = seen(view(office, "contracts", language="sv"))
    assert "Nästa sista uppsägningsdag är **2026-09-30**, om 107 dagar" in swedish


def test_a_contract_opens_with_its_terms_charges_clauses_and_prices(office: Office) -> None:
    app = view(office, "contracts", contract="1/K1")

    text = seen(app)
    assert "Last notice day **30 Sept 2026**, in 107 days. Without notice the contract" in text
    assert "The price follows index KPI from base January 2024" in text
    tables = [table.value for table in app.dataframe]
    charges = next(table for table in tables if "base_amount" in table)
    assert charges["serial_no"].to_list() == ["A1", "A2", "A9"]
    prices = next(table for table in tables if "why" in table)
    assert prices["change"].to_list() == ["+3%", "+3%", "+2%"]
    assert "highest change won" in prices["why"][1]
    assert "A9: is charged under K1 but stands in no register" in text.replace("**", "")


@pytest.mark.parametrize(
    ("page", "asked", "word"),
    [
        ("contracts", {"contract": "1/X1"}, "No such contract"),
        ("contracts", {"contract": "9/K1"}, "No such contract"),
        ("inventory", {"machine": "1/X9"}, "No such machine"),
        ("inventory", {"view": "changes", "change": "77"}, "No such change"),
    ],
)
def test_what_is_anothers_is_as_if_it_were_not_there(
    office: Office, page: str, asked: dict[str, str], word: str
) -> None:
    """Rule 32."""
    text = seen(view(office, page, **asked))

    assert word in text
    assert "999" not in text


@pytest.mark.parametrize("page", ["contracts", "inventory"])
@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_or_operates_reads_neither(office: Office, page: str, role: Role) -> None:
    """Rule 32."""
    app = screen(office, page, role=role, value="C1")

    assert not app.dataframe


def test_the_machines_are_listed_counted_and_narrowed(office: Office) -> None:
    app = view(office, "inventory")

    assert "**3 machines** are installed at **2 sites**. **1** has no maintenance." in seen(app)
    assert app.dataframe[0].value["serial_no"].to_list() == ["A1", "A2", "A3"]
    south = view(office, "inventory", site="S")
    assert south.dataframe[0].value["serial_no"].to_list() == ["A2", "A3"]


def test_a_machine_opens_with_maintenance_charges_and_moves(office: Office) -> None:
    app = view(office, "inventory", machine="1/A2")

    text = seen(app)
    moves = next(table.value for table in app.dataframe if "from_name" in table.value)
    assert "Våg · A2" in text
    assert moves["to_name"].to_list() == ["Södra", "Norra"]
    assert "Maintenance" in text


@pytest.mark.parametrize("shown", ["maintenance", "moves", "changes"])
def test_every_view_opens_in_both_languages_for_customer_and_rep(
    office: Office, shown: str
) -> None:
    for language in ("en", "sv"):
        assert seen(view(office, "inventory", view=shown, language=language))
    assert seen(rep(office, "inventory", view=shown))


def test_a_removal_is_asked_for_approved_by_the_rep_and_then_outstanding(office: Office) -> None:
    app = view(office, "inventory", request="1")
    app.multiselect(key="change_serials").set_value(["1/A1", "1/A2"]).run()
    app.button(key="send_change").click().run()
    assert "CR-" in seen(app)
    assert "2 changes" in seen(app)

    manager = rep(office, "inventory", view="changes")
    assert "2 changes wait for your decision" in seen(manager)
    manager.button(key="approve").click().run()
    assert "2 changes approved" in manager.success[0].value

    back = view(office, "inventory", view="changes")
    states = back.dataframe[0].value["state_said"].to_list()
    assert states == ["Approved, outstanding"] * 2
    assert [row["decision"] for row in changes.frame(office.desk)] == ["approved"] * 2


def test_a_change_is_declined_with_a_reason_only(office: Office) -> None:
    app = view(office, "inventory", request="1")
    app.multiselect(key="change_serials").set_value(["1/A1"]).run()
    app.button(key="send_change").click().run()

    manager = rep(office, "inventory", view="changes")
    manager.button(key="decline").click().run()
    assert "Say why" in manager.error[0].value
    manager.text_input(key="decide_reason").set_value("Hyrd till mars").run()
    manager.button(key="decline").click().run()

    opened = view(office, "inventory", view="changes", status="declined", change="1")
    assert "Hyrd till mars" in seen(opened)


def test_a_list_is_previewed_with_what_is_wrong_per_row_and_sends_nothing(office: Office) -> None:
    app = view(office, "inventory", request="1")
    app.button_group(key="change_way").set_value("list").run()
    rows = "Serienummer;Ändring;Datum\nA1;ta bort;2026-06-20\nX9;ta bort;2026-06-20\n"

    app.file_uploader(key="change_file").set_value(("lista.csv", rows.encode(), "text/csv")).run()

    assert "1 of 2 rows cannot be sent" in app.warning[0].value
    problems = app.dataframe[0].value["problem"].to_list()
    assert problems == ["Fine", "X9: no such machine."]
    assert app.button(key="send_list").disabled
    assert changes.frame(office.desk) == []


def test_a_list_that_is_fine_is_sent_as_a_whole(office: Office) -> None:
    app = view(office, "inventory", request="1")
    app.button_group(key="change_way").set_value("list").run()
    book = openpyxl.Workbook()
    for row in (["Serial number", "Change", "New site"], ["A1", "move", "Södra"], ["A3", "", ""]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)

    app.file_uploader(key="change_file").set_value(("list.xlsx", held.getvalue(), "x")).run()
    app.button(key="send_list").click().run()

    kept = changes.frame(office.desk)
    assert [(row["serial_no"], row["kind"], row["to_site"]) for row in kept] == [
        ("A1", "move", "S"),
        ("A3", "remove", None),
    ]


@pytest.mark.parametrize(
    "report",
    [
        "contracts",
        "contract-deadlines",
        "machines",
        "maintenance",
        "machine-moves",
        "change-requests",
    ],
)
def test_a_download_holds_the_accounts_own_rows(office: Office, report: str) -> None:
    app = view(office, "inventory")
    viewer = access.session_viewer(app.user["saldo_session"])  # type: ignore[attr-defined]
    assert viewer is not None

    file = writer_of(office)(report, "csv", {"as_of": DAY}, viewer)

    assert register.export(report) is not None
    assert b"X9" not in file.content
    assert b"X1" not in file.content


def test_the_calendar_holds_the_last_notice_days(office: Office) -> None:
    app = view(office, "contracts")
    viewer = access.session_viewer(app.user["saldo_session"])  # type: ignore[attr-defined]
    assert viewer is not None

    file = writer_of(office)("contract-deadlines", "ics", {"as_of": DAY}, viewer)

    text = file.content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260930" in text
    assert "SUMMARY:Last day to give notice: K1" in text


def test_the_page_and_the_file_give_the_same_contracts(office: Office) -> None:
    app = view(office, "contracts")
    books = open_books(office.settings.home)
    filters = Filters.from_query({"as_of": DAY, "status": "current"}, None)  # type: ignore[arg-type]

    rows = contracts(books, Scope(customers=("C1",)), filters)

    assert app.dataframe[0].value["contract_no"].to_list() == rows["contract_no"].to_list()
