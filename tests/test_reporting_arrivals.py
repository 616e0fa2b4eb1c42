"""Expected deliveries over a small past: thirty promises, each two days late."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from saldo.reporting import Books
from saldo.reporting.arrivals import arrival_check, arrivals
from saldo.reporting.orders import orders
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = timedelta(days=1)
PAST = [date(2026, 1, 5) + n * DAY for n in range(30)]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """NEXT is promised for Thursday the 25th; LATE for the 12th; C2's own order has no past."""
    history = [{"order_no": f"P{n}", "ordered_on": day} for n, day in enumerate(PAST)]
    standing = [{"order_no": no, "ordered_on": date(2026, 6, 1)} for no in ("NEXT", "LATE")]
    placed = [row | {"customer_no": "C1"} for row in history + standing]
    other = {"order_no": "ELSE", "ordered_on": date(2026, 6, 1), "customer_no": "C2"}
    wanted = dict.fromkeys(("NEXT", "ELSE"), date(2026, 6, 25)) | {"LATE": date(2026, 6, 12)}
    lines = [
        {
            "order_no": row["order_no"],
            "line_no": "1",
            "quantity": 1,
            "requested_on": wanted.get(row["order_no"], row["ordered_on"] + 10 * DAY),
        }
        for row in [*placed, other]
    ]
    return books_of(
        tmp_path_factory.mktemp("arrivals"),
        customers="""
            customer_no name country
            C1 Acme SE
            C2 Other SE""",
        orders=[row | {"currency": "SEK"} for row in [*placed, other]],
        order_lines=lines,
        promises=[
            {
                "order_no": line["order_no"],
                "line_no": "1",
                "given_on": row["ordered_on"],
                "promised_on": line["requested_on"],
                "status": "AP",
            }
            for row, line in zip([*placed, other], lines, strict=True)
        ],
        delivery_events=[
            {
                "order_no": row["order_no"],
                "line_no": "1",
                "event_no": "1",
                "kind": "delivered",
                "event_on": row["ordered_on"] + 12 * DAY,
                "quantity": 1,
            }
            for row in history
        ],
    )


def test_a_date_is_expected_by_the_accounts_own_past_on_a_day_the_site_receives(
    books: Books,
) -> None:
    """Two days after Thursday is a Saturday, so Monday; by the past it will certainly be late."""
    found = arrivals(books, ACME, on("2026-06-20"))
    shown = ("order_no", "promised", "expected", "earliest", "latest", "basis", "past")

    late, coming = texts(found, *shown)
    assert coming == "NEXT 2026-06-25 2026-06-29 2026-06-29 2026-06-29 own_group 30"
    assert late == "LATE 2026-06-12 2026-06-22 - - promise_alone 0"
    assert texts(found, "late_risk", "at_risk") == ["100 False", "100 True"]


def test_another_accounts_past_says_nothing_of_ones_own(books: Books) -> None:
    """Rule 32: the same order gives the same date, whoever looks."""
    both = arrivals(books, Scope(customers=("C1", "C2")), on("2026-06-20"))

    assert texts(both.filter(order_no="ELSE"), "expected", "basis") == ["2026-06-25 promise_alone"]
    own = arrivals(books, ACME, on("2026-06-20")).rows()
    assert both.filter(customer_no="C1").rows() == own


def test_lines_about_to_be_late_are_listed_as_orders(books: Books) -> None:
    found = orders(books, ACME, on("2026-06-20", status="at_risk"))

    assert texts(found, "order_no") == ["NEXT"]


def test_what_was_not_known_on_the_day_is_not_used(books: Books) -> None:
    """Rule 7: on the tenth of January nothing had come yet."""
    found = arrivals(books, ACME, on("2026-01-10"))

    assert found["basis"].unique().to_list() == ["promise_alone"]


def test_the_check_says_what_the_range_and_the_promise_came_to(books: Books) -> None:
    """From February on twenty were known: each range held, the promise missed by two days."""
    check = arrival_check(books, ACME, on("2026-03-01"))

    assert check.forecasts == check.covered > 0
    assert check.error == 0
    assert 1 <= check.promise_error <= 2


def test_lines_that_went_the_same_way_are_one_delivery(tmp_path: Path) -> None:
    """Nine orders of ten lines each are nine deliveries, too few for a range."""
    numbers = [(f"P{order}", str(line)) for order in range(9) for line in range(10)]
    lines = [
        {"order_no": no, "line_no": line, "quantity": 1, "requested_on": date(2026, 3, 10)}
        for no, line in [*numbers, ("NEXT", "1")]
    ]
    books = books_of(
        tmp_path,
        orders=[
            {"order_no": no, "customer_no": "C1", "ordered_on": date(2026, 3, 1)}
            for no in [*dict.fromkeys(no for no, _ in numbers), "NEXT"]
        ],
        order_lines=lines,
        delivery_events=[
            {
                "order_no": no,
                "line_no": line,
                "event_no": "1",
                "kind": "delivered",
                "event_on": date(2026, 3, 12),
            }
            for no, line in numbers
        ],
    )

    found = arrivals(books, ACME, on("2026-03-12"))

    assert texts(found, "order_no", "basis") == ["NEXT promise_alone"]
