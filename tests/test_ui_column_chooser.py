"""Columns are chosen in the address and go back to the usual ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
