"""Delivered and not invoiced, invoiced and not delivered (rule 21)."""

from __future__ import annotations

from pathlib import Path

import pytest

from saldo.reporting import Books
from saldo.reporting.uninvoiced import delivered_not_invoiced, invoiced_not_delivered
from tests.marts import ACME, books_of, on, texts

SHOWN = ("order_no", "line_no", "quantity", "net_amount", "days")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A: some billed; B, F: credited; C: billed ahead; D: no lines named; E: cancelled."""
    return books_of(
        tmp_path_factory.mktemp("uninvoiced"),
        orders="""
            order_no customer_no ordered_on currency cancelled_on
            A C1 2026-01-02 SEK -
            B C1 2026-01-02 SEK -
            C C1 2026-01-02 SEK -
            D C1 2026-01-02 SEK -
            E C1 2026-01-02 SEK 2026-01-20
            F C1 2026-01-02 SEK -""",
        order_lines="""
            order_no line_no quantity unit_price discount
            A 1 10 33.335 0.1
            A 2 2 - -
            B 1 4 100 -
            C 1 6 100 -
            D 1 5 100 -
            E 1 1 70 -
            F 1 3 10 -""",
        delivery_events="""
            order_no line_no event_no kind event_on quantity
            A 1 1 delivered 2026-01-10 4
            A 1 2 delivered 2026-01-20 6
            A 2 1 delivered 2026-01-20 -
            B 1 1 delivered 2026-01-10 4
            C 1 1 delivered 2026-01-10 1
            D 1 1 delivered 2026-01-10 5""",
        invoices="""
            invoice_no class customer_no issue_date currency amount order_no
            1 invoice C1 2026-01-11 SEK 100 A
            2 invoice C1 2026-01-11 SEK 400 B
            3 credit_note C1 2026-01-25 SEK -100 B
            4 invoice C1 2026-01-12 SEK 600 C
            5 invoice C1 2026-01-12 SEK 500 D
            6 invoice C1 2026-01-12 SEK 70 E
            7 invoice C1 2026-01-12 SEK 30 F
            8 credit_note C1 2026-01-14 SEK -30 F""",
        invoice_lines="""
            invoice_no class line_no net_amount quantity order_line_no
            1 invoice 1 100 3 1
            2 invoice 1 400 4 1
            3 credit_note 1 -100 -1 1
            4 invoice 1 600 6 1
            5 invoice 1 500 5 -
            6 invoice 1 70 1 1
            7 invoice 1 30 3 1
            8 credit_note 1 -30 -3 1""",
    )


def test_what_came_and_was_not_billed_is_valued_by_the_orders_price_less_discount(
    books: Books,
) -> None:
    """7 × 33.335 × 0.9 = 210.0105; a line without a price has no value, and is not dropped."""
    found = delivered_not_invoiced(books, ACME, on("2026-01-31"))

    assert texts(found, *SHOWN) == ["A 1 7 210.01 11", "A 2 2 - 11"]


def test_what_was_credited_counts_as_invoiced(books: Books) -> None:
    """Goods that went back are no bill to expect."""
    found = delivered_not_invoiced(books, ACME, on("2026-01-31"))

    assert "B" not in found["order_no"].to_list()


def test_what_was_billed_and_has_not_come_is_less_what_was_credited(books: Books) -> None:
    """C lacks five of six; E was billed and then cancelled; F was credited as a whole."""
    found = invoiced_not_delivered(books, ACME, on("2026-01-31"))

    assert texts(found, *SHOWN, "invoice_no") == ["C 1 5 500 19 4", "E 1 1 70 19 6"]


def test_both_are_as_they_stood_on_the_day(books: Books) -> None:
    """Rule 7: on the tenth four of A had come and nothing was billed."""
    early = delivered_not_invoiced(books, ACME, on("2026-01-10"))

    assert texts(early, "order_no", "quantity") == ["A 4", "B 4", "C 1", "D 5"]
    assert invoiced_not_delivered(books, ACME, on("2026-01-10")).is_empty()


def test_where_only_shipments_are_known_they_stand_for_what_came(tmp_path: Path) -> None:
    """Rule 20."""
    books = books_of(
        tmp_path,
        orders="""
            order_no customer_no ordered_on currency
            A C1 2026-01-02 SEK""",
        order_lines="""
            order_no line_no quantity unit_price
            A 1 10 5""",
        delivery_events="""
            order_no line_no event_no kind event_on quantity
            A 1 1 shipped 2026-01-10 4""",
    )

    found = delivered_not_invoiced(books, ACME, on("2026-01-31"))

    assert texts(found, "quantity", "net_amount") == ["4 20"]
