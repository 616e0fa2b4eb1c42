"""The page Payments: what was paid, what it settled, what is left of it (rules 8, 9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import TABLES, said, screen


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The small home, with a payment in parts and one that is used up."""
    home = Home(tmp_path_factory.mktemp("payments"))
    more = {
        "payments": "P-3,C1,2026-04-05,SEK,200\nP-4,C1,2026-04-06,SEK,20.50\n",
        "allocations": (
            "A-2,payment,P-3,F-0042,120,2026-04-06\nA-3,payment,P-3,F-0043,30,2026-04-10\n"
            "A-4,payment,P-4,F-0043,20.50,2026-04-10\n"
        ),
    }
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text + more.get(name, ""))
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def test_the_list_has_every_payment_and_what_it_settled(office: Office) -> None:
    app = screen(office, "payments")

    rows = app.dataframe[0].value
    assert rows["payment_no"].to_list() == ["P-4", "P-3", "P-1"]
    assert rows["settled"].to_list() == ["F-0043", "F-0042, F-0043", "F-0042"]
    assert "**3 payments**, SEK 370.50: matched SEK 270.50, unapplied **SEK 100.00**" in said(app)


def test_only_those_with_a_rest(office: Office) -> None:
    app = screen(office, "payments")

    app.button_group(key="choose_status").set_value("unapplied").run()

    assert app.query_params["status"] == "unapplied"
    assert app.dataframe[0].value["payment_no"].to_list() == ["P-3", "P-1"]


def test_a_period_and_a_search_narrow_the_list(office: Office) -> None:
    by_day = screen(office, "payments", **{"from": "2026-04-05", "to": "2026-04-05"})
    by_text = screen(office, "payments", search="p-4")

    assert by_day.dataframe[0].value["payment_no"].to_list() == ["P-3"]
    assert by_text.dataframe[-1].value["payment_no"].to_list() == ["P-4"]


def test_one_payment_says_what_it_settled_over_time_and_what_is_left(office: Office) -> None:
    app = screen(office, "payments", payment="1/P-3")

    parts = app.dataframe[0].value
    assert "Payment P-3" in said(app)
    assert parts["document_no"].to_list() == ["F-0042", "F-0043"]
    assert [str(rest) for rest in parts["rest"]] == ["80.0000", "50.0000"]


def test_before_it_was_matched_nothing_is(office: Office) -> None:
    """Rule 8: on 5 April P-3 was not set against anything."""
    app = screen(office, "payments", payment="1/P-3", as_of="2026-04-05")

    assert "Not matched to any invoice yet." in said(app)


def test_back_to_the_list(office: Office) -> None:
    app = screen(office, "payments", payment="1/P-3")

    app.button(key="back").click().run()

    assert "payment" not in app.query_params
    assert len(app.dataframe[0].value) == 3


@pytest.mark.parametrize("payment", ["1/P-9", "2/P-3", "1/P-2", "1/"])
def test_another_payment_is_as_if_it_were_not_there(office: Office, payment: str) -> None:
    app = screen(office, "payments", payment=payment)

    assert "No such document" in said(app)
    assert not app.dataframe


def test_an_empty_list_says_so(office: Office) -> None:
    app = screen(office, "payments", **{"from": "2020-01-01", "to": "2020-12-31"})

    assert "No such payments" in said(app)


def test_several_accounts_are_named_and_currencies_stay_apart(office: Office) -> None:
    app = screen(office, "payments", role=Role.rep, kind=Kind.rep, value="R1", language="sv")

    assert app.title[0].value == "Betalningar"
    assert set(app.dataframe[0].value["customer_name"]) == {"Ett [AB]"}
