"""The menu of saved views on every list: saved, opened, shared, forgotten, and Reset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office
from saldo.ui.views import PAGES
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("views"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def save(app: AppTest, name: str, *, shared: bool = False) -> AppTest:
    app.text_input(key="view_name_invoices").set_value(name)
    app.checkbox(key="view_shared_invoices").set_value(shared)
    next(each for each in app.button if each.label == "Save view").click()
    return app.run()


def opener(app: AppTest, name: str) -> AppTest:
    next(each for each in app.button if each.label == name).click()
    return app.run()


def test_what_is_chosen_is_saved_under_a_name_and_opened_again(office: Office) -> None:
    app = save(screen(office, "invoices", status="paid", sort="due"), "Betalda [gamla]")
    app.button(key="reset").click().run()
    assert not {"status", "sort"} & set(app.query_params)

    app = opener(app, r"Betalda \[gamla\]")

    assert app.query_params["status"] in ("paid", ["paid"])
    assert app.query_params["sort"] in ("due", ["due"])


def test_a_shared_view_carries_filters_and_everybody_sees_their_own(office: Office) -> None:
    save(screen(office, "invoices", status="all"), "Allt", shared=True)

    colleague = screen(office, "invoices")
    other = screen(office, "invoices", value="C2")

    assert "Allt" in [each.label for each in colleague.button]
    assert "Allt" not in [each.label for each in other.button]


def test_a_foreign_account_in_the_address_is_not_saved(office: Office) -> None:
    app = screen(office, "invoices", customer="C3")

    assert "No account to show" in said(app)
    if [each for each in app.text_input if each.key == "view_name_invoices"]:
        app = save(app, "Theirs")
        assert "Theirs" not in [each.label for each in app.button]


def test_a_view_is_forgotten(office: Office) -> None:
    app = save(screen(office, "invoices", status="paid"), "Away")
    (key,) = [each.key for each in app.button if each.key and each.key.startswith("view_drop_")]

    app.button(key=key).click().run()

    assert "Away" not in [each.label for each in app.button]


@pytest.mark.parametrize("page", PAGES)
def test_every_list_has_its_views(office: Office, page: str) -> None:
    app = screen(office, page)

    assert [each for each in app.text_input if each.key == f"view_name_{page}"]
