"""Northwind, orders nobody here wrote, shown as deliveries: its source knows shipments only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.load import load
from etl.mapping_file import find
from saldo import access, settings
from saldo.access import Office
from saldo.reporting import Books, Filters, open_books
from saldo.reporting.arrivals import arrival_check
from saldo.reporting.lead_times import lead_times
from saldo.reporting.orders import on_time
from saldo.warehouse import Scope
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

SOURCE = settings.read().shared / "data" / "northwind"
pytestmark = pytest.mark.shared
END = date(1998, 5, 6)
EVERYBODY = Filters(as_of=END, start=date(1996, 1, 1), end=END)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("northwind"))
    assert load(home.settings, [SOURCE], mapping=find("northwind")).exit_code == 0
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


@pytest.fixture(scope="module")
def books(office: Office) -> Books:
    return open_books(office.settings.home, office.desk)


def _shipped(path: Path) -> tuple[int, int]:
    """Lines required by the last day that were shipped by then or overdue, and those in time."""
    due = in_time = 0
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
        required, shipped = head.index("RequiredDate"), head.index("ShippedDate")
        for row in rows:
            wanted = row[required][:10]
            sent = row[shipped][:10] if row[shipped] not in ("", "NULL") else ""
            if wanted <= END.isoformat() and (sent or wanted < END.isoformat()):
                due += 1
                in_time += bool(sent) and sent <= wanted
    return due, in_time


def test_what_was_shipped_by_the_required_date_is_counted_and_called_shipped(books: Books) -> None:
    """Rule 20, against the file read line by line."""
    counted = on_time(books, Scope(customers=_customers()), EVERYBODY)

    assert counted["measure"].unique().to_list() == ["shipped"]
    assert counted["baseline"].to_list() == ["requested"]
    due, in_time = _shipped(SOURCE / "orders.csv")
    assert (counted["lines"].item(), counted["on_time"].item()) == (due, in_time)


def test_lead_times_are_from_order_to_shipment(books: Books) -> None:
    times = lead_times(books, Scope(customers=("ALFKI",)), EVERYBODY)

    assert set(times["measure"]) == {"shipped"}
    assert times["country"].unique().to_list() == ["DE"]
    assert times["confirmed_days"].is_null().all()


def test_expected_dates_are_checked_without_any_promise(books: Books) -> None:
    check = arrival_check(books, Scope(customers=_customers()), EVERYBODY)

    assert check.forecasts > 50
    assert 0.75 <= check.covered / check.forecasts <= 1
    assert check.error < check.promise_error


def test_the_page_says_shipped_and_never_delivered(office: Office) -> None:
    app = screen(office, "deliveries", value="ERNSH", show="record", as_of=END.isoformat())

    text = said(app)
    assert "Shipped on time" in text
    assert "Delivered on time" not in text
    assert app.selectbox(key="choose_baseline").value == "requested"
    listed = screen(office, "deliveries", value="ERNSH", status="delivered", as_of=END.isoformat())
    states = {str(state) for state in listed.dataframe[0].value["state"]}
    assert states and all(state.startswith("Shipped") for state in states)


def _customers() -> tuple[str, ...]:
    with (SOURCE / "customers.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["CustomerID"] for row in csv.DictReader(file))
