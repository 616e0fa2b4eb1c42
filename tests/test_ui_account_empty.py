"""The start page of an account that nothing was billed to: an empty state, not an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saldo import access
from saldo.access import Office
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("orders"))
    home.write("customers.csv", "customer_no,name\nC1,Ett AB\n")
    home.write("orders.csv", "order_no,customer_no,ordered_on,currency\nO1,C1,2026-01-02,SEK\n")
    home.write("order_lines.csv", "order_no,line_no,quantity,unit_price\nO1,1,2,10\n")
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def test_an_account_with_orders_only_is_told_that_nothing_was_billed(office: Office) -> None:
    app = screen(office)

    assert not app.exception
    assert "Nothing has been billed yet." in said(app)
