"""Rows of what was ordered and when it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from etl.demo.books import Order, OrderLine
from etl.demo.stage import COMPANY_NO

Row = dict[str, Any]


def orders(entries: list[Order]) -> Iterator[Row]:
    """Every order."""
    for order in entries:
        yield {
            "company_no": COMPANY_NO,
            "order_no": order.number,
            "customer_no": order.account.no,
            "ordered_on": order.ordered_on,
            "currency": order.currency,
            "purchase_order": order.purchase_order,
            "buyer_reference": order.account.reference,
            "site_no": order.site_no,
            "cancelled_on": order.cancelled_on or "",
        }


def _lines(entries: list[Order]) -> Iterator[tuple[Order, OrderLine, Row]]:
    for order in entries:
        for place, line in enumerate(order.lines):
            key = {"company_no": COMPANY_NO, "order_no": order.number, "line_no": place + 1}
            yield order, line, key


def order_lines(entries: list[Order]) -> Iterator[Row]:
    """Every line of every order."""
    for order, line, key in _lines(entries):
        yield {
            **key,
            "product_no": line.product_no,
            "description": line.description,
            "category": line.category,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": line.list_price,
            "discount": order.discount,
            "requested_on": line.requested,
            "site_no": line.site_no,
        }


def promises(entries: list[Order]) -> Iterator[Row]:
    """Every date given for a line."""
    for _, line, key in _lines(entries):
        for given, promised, status in line.promises:
            yield {**key, "given_on": given, "promised_on": promised or "", "status": status}


def delivery_events(entries: list[Order]) -> Iterator[Row]:
    """Every event of a line, in the order of days; a shipment carries its delivery note."""
    for order, line, key in _lines(entries):
        for place, (kind, day, quantity) in enumerate(sorted(line.events, key=lambda e: e[1])):
            row = {**key, "event_no": place + 1, "kind": kind, "event_on": day}
            row["quantity"] = quantity
            if kind in ("shipped", "delivered"):
                row["carrier"] = order.carrier
            if kind == "shipped":
                row |= _consignment(order, line, day)
            yield row


def _consignment(order: Order, line: OrderLine, day: date) -> Row:
    """The carrier's number and address, the delivery note, and machines by serial number."""
    tracking_no = f"{order.number}{day:%y%m%d}"
    sent = range(1, line.quantity + 1) if line.product_no.startswith("H") else ()
    serial_nos = [f"{line.product_no}-{order.number[2:]}{number:02d}" for number in sent]
    return {
        "tracking_no": tracking_no,
        "tracking_url": f"https://tracking.example/{tracking_no}",
        "delivery_note": f"{order.account.canary}-{order.number[2:]}",
        "serial_nos": " ".join(serial_nos),
    }
