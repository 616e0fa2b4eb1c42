"""Columns are chosen in the address and go back to the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, screen


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("columns"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def test_the_address_names_the_columns_and_their_order(office: Office) -> None:
    app = screen(office, "invoices", columns="open_amount,reference,secret,due_date")

    shown = app.dataframe[0].value.columns.to_list()
    assert shown == ["invoice_no", "open_amount", "reference", "due_date"]


def test_a_choice_goes_into_the_address_and_the_usual_one_leaves_it(office: Office) -> None:
    app = screen(office, "invoices")
    usual = app.multiselect(key="choose_columns").value

    app.multiselect(key="choose_columns").set_value(["amount", "lines"]).run()
    assert app.query_params["columns"] in ("amount,lines", ["amount,lines"])
    assert app.dataframe[0].value.columns.to_list() == ["invoice_no", "amount", "lines"]

    app.multiselect(key="choose_columns").set_value(usual).run()
    assert "columns" not in app.query_params


def test_payments_have_their_own(office: Office) -> None:
    app = screen(office, "payments", columns="note,amount")

    assert app.dataframe[0].value.columns.to_list() == ["payment_no", "note", "amount"]


def _links(app: AppTest) -> list[str]:
    """The addresses of the page's downloads."""
    texts = [part.proto.body for part in app.get("html")]
    return [
        unescape(found) for text in texts for found in re.findall(r'href="(/export/[^"]+)"', text)
    ]


@pytest.mark.parametrize(
    ("page", "chosen", "in_file"),
    [
        (
            "invoices",
            "open_amount,state,customer_name",
            "invoice_no,open_amount,status,days_overdue,customer_no,currency",
        ),
        ("payments", "note,amount", "payment_no,note,amount,currency"),
        ("payments", "note", "payment_no,note"),
    ],
)
def test_the_files_of_a_list_hold_the_columns_that_were_chosen(
    office: Office, page: str, chosen: str, in_file: str
) -> None:
    """Rule 2: an amount brings its currency."""
    links = _links(screen(office, page, columns=chosen))

    asked = [dict(parse_qsl(urlsplit(link).query)).get("columns") for link in links]
    assert asked == [in_file] * 3


def test_items_of_an_age_are_taken_in_the_columns_of_their_report(office: Office) -> None:
    links = _links(screen(office, "invoices", status="overdue", columns="due_date", sort="due"))

    (one, *_) = (urlsplit(link) for link in links)
    asked = dict(parse_qsl(one.query))
    assert one.path == "/export/open-items.xlsx"
    assert (asked["columns"], asked["sort"]) == ("document_no,due_date", "due")


def test_without_a_choice_the_files_hold_the_whole_report(office: Office) -> None:
    assert not any("columns=" in link for link in _links(screen(office, "invoices")))
