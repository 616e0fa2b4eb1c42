"""One order: every promise, the cumulative quantities of its events, the invoices that name it."""

from __future__ import annotations

import pytest

from saldo.reporting import Books
from saldo.reporting.one_order import (
    OrderKey,
    events,
    header,
    lines,
    order_invoices,
    promises,
    track,
)
from tests.marts import ACME, books_of, on, texts

ORDER = OrderKey("1", "O1")
DAY = on("2026-06-30")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """O1 has two lines, one moved and refused once, coming in parts; O10 only looks like it."""
    return books_of(
        tmp_path_factory.mktemp("order"),
        customers="""
            customer_no name
            C1 Acme
            C2 Beta""",
        sites="""
            customer_no site_no name city
            C1 S1 Store Borås""",
        orders="""
            order_no customer_no ordered_on currency purchase_order site_no
            O1 C1 2026-01-02 SEK PO-1 S1
            O10 C1 2026-01-02 SEK - -
            O2 C2 2026-01-02 SEK - -""",
        order_lines="""
            order_no line_no quantity requested_on description
            O1 2 10 2026-02-02 Pump
            O1 10 3 2026-02-02 Hose
            O10 1 1 2026-02-02 Valve
            O2 1 1 2026-02-02 Tool""",
        promises="""
            order_no line_no given_on promised_on status
            O1 2 2026-01-05 - AP
            O1 2 2026-01-20 - RE
            O1 2 2026-02-01 2026-02-16 CA
            O10 1 2026-01-05 2026-02-09 CA""",
        delivery_events="""
            order_no line_no event_no kind event_on quantity carrier tracking_no
            O1 2 1 shipped 2026-02-10 4 Frakt T-1
            O1 2 2 delivered 2026-02-11 4 - -
            O1 2 3 shipped 2026-02-20 - Frakt T-2
            O1 10 1 shipped 2026-02-10 3 - -""",
        invoices="""
            invoice_no customer_no issue_date currency amount order_no
            F1 C1 2026-02-12 SEK 100 O1
            F2 C1 2026-02-21 SEK 200 -
            F3 C1 2026-02-21 SEK 300 O10""",
        invoice_lines="""
            invoice_no line_no net_amount order_no
            F2 1 200 O1""",
    )


def test_an_order_says_who_placed_it_and_where_it_goes(books: Books) -> None:
    shown = ("customer_name", "purchase_order", "site_name", "city")

    assert texts(header(books, ACME, DAY, ORDER), *shown) == ["Acme PO-1 Store Borås"]


def test_an_order_of_somebody_else_or_of_later_is_not_there(books: Books) -> None:
    assert header(books, ACME, DAY, OrderKey("1", "O2")).is_empty()
    assert header(books, ACME, DAY, OrderKey("2", "O1")).is_empty()
    assert header(books, ACME, on("2026-01-01"), ORDER).is_empty()


def test_its_lines_are_its_own_by_number(books: Books) -> None:
    assert texts(lines(books, ACME, DAY, ORDER), "line_no", "description") == ["2 Pump", "10 Hose"]
    assert lines(books, ACME, on("2026-06-30", status="late", search="x"), ORDER).height == 2


def test_every_promise_is_shown_with_its_day_also_a_refusal(books: Books) -> None:
    """Rule 19: AP confirms the requested date, CA a changed one, RE none."""
    shown = ("line_no", "given_on", "answer", "promised_on", "slip_days")

    assert texts(promises(books, ACME, DAY, ORDER), *shown) == [
        "2 2026-01-05 AP 2026-02-02 -",
        "2 2026-01-20 RE - -",
        "2 2026-02-01 CA 2026-02-16 14",
    ]
    assert promises(books, ACME, on("2026-01-20"), ORDER).height == 2
    assert texts(track(books, ACME, DAY, ORDER), "promised_on") == ["2026-02-02", "2026-02-16"]


def test_events_add_up_by_line_and_kind(books: Books) -> None:
    """Rule 20: quantities are cumulative; none stated means all that was left."""
    shown = ("event_on", "line_no", "kind", "so_far", "tracking_no")

    assert texts(events(books, ACME, DAY, ORDER), *shown) == [
        "2026-02-10 2 shipped 4 T-1",
        "2026-02-10 10 shipped 3 -",
        "2026-02-11 2 delivered 4 -",
        "2026-02-20 2 shipped 10 T-2",
    ]
    assert events(books, ACME, on("2026-02-10"), ORDER).height == 2


def test_its_invoices_name_it_in_their_head_or_on_a_line(books: Books) -> None:
    assert texts(order_invoices(books, ACME, DAY, ORDER), "invoice_no", "amount") == [
        "F2 200",
        "F1 100",
    ]
    assert texts(order_invoices(books, ACME, on("2026-02-20"), ORDER), "invoice_no") == ["F1"]
