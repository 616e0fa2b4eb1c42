"""Invoice copy: a document set anew from the data, and marked so, where no original is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.documents.letter import (
    Block,
    Column,
    Facts,
    Heading,
    Listing,
    Section,
    Together,
    Words,
    letter_pdf,
)
from saldo.documents.parties import customer_lines, seller_lines
from saldo.documents.statement import Money
from saldo.i18n import Reader
from saldo.reporting.originals import Told

_LINES = {"description": 0, "quantity": 16, "unit": 14, "unit_price": 27, "vat_rate": 18}
_RIGHT = ("quantity", "unit_price", "vat_rate", "net_amount")
_REFERENCES = (
    "order_no",
    "purchase_order",
    "contract_no",
    "buyer_reference",
    "original_no",
    "note",
)


def invoice_copy(told: Told, about: About) -> bytes:
    """The document as PDF: lines, VAT by rate, totals, references, whom to pay. Raises `TooLong`.

    It says of itself that it is a copy, re-created from data.
    """
    reader = about.reader
    header = told.header
    kind = word(header["class"], reader)
    title = f"{kind} {header['invoice_no']}"
    copy = reader.t("invoice_copy.marked", kind=kind)
    page = Section(
        title=title,
        subtitle=copy,
        sellers=[seller_lines(told.seller, reader)] if told.seller else [],
        customer=customer_lines(told.customer, (told.seller,) if told.seller else (), reader),
        running=f"{title} · {copy}",
        blocks=_blocks(told, reader),
    )
    return letter_pdf([page], about)


def _blocks(told: Told, reader: Reader) -> list[Block]:
    t, header = reader.t, told.header
    money = Money(reader, header["currency"])
    listed = [_line(row, money) for row in told.lines.iter_rows(named=True)]
    blocks: list[Block] = [Facts(_facts(told, reader))]
    if listed:
        columns = [
            *(Column(t(f"columns.{n}"), w, right=n in _RIGHT) for n, w in _LINES.items()),
            Column(t("columns.net_amount"), 30, right=True),
        ]
        blocks += [Heading(t("invoice_copy.lines")), Listing(columns, listed)]
    blocks.append(Together([Heading(t("invoice_copy.totals")), *_totals(told, money)]))
    paid = _payment(told, reader)
    if paid:
        blocks.append(Together([Heading(t("invoice_copy.pay")), Facts(paid)]))
    return [*blocks, Words(t("invoice_copy.what_it_is"), faint=True)]


def _facts(told: Told, reader: Reader) -> list[tuple[str, str]]:
    t, f, header = reader.t, reader.f, told.header
    said: dict[str, Any] = {"issue_date": f.date(told.issued)}
    if header["first_due"]:
        said["due_date"] = f.date(header["first_due"])
    said |= {name: header[name] for name in _REFERENCES}
    return [(t(f"columns.{name}"), text) for name, text in said.items() if text]


def _line(row: dict[str, Any], money: Money) -> list[str]:
    f = money.reader.f
    texts = [row["product_no"], row["description"]]
    what = " ".join(text for text in texts if text)
    start, end = row["service_start"], row["service_end"]
    if start and end and start.isoformat() not in what:
        what += f", {f.period(start, end)}"
    if row["serial_no"] and row["serial_no"] not in what:
        what += f", {row['serial_no']}"
    return [
        what,
        _number(row["quantity"], money),
        row["unit"] or "",
        "" if row["unit_price"] is None else money.bare(row["unit_price"]),
        _rate(row["vat_rate"], money),
        "" if row["net_amount"] is None else money.bare(row["net_amount"]),
    ]


def _totals(told: Told, money: Money) -> list[Block]:
    t, header = money.reader.t, told.header
    columns = [
        Column(t("columns.vat_rate")),
        Column(t("columns.net_amount"), 40, right=True),
        Column(t("columns.vat_amount"), 40, right=True),
    ]
    by_rate = told.vat.filter(pl.col("net_amount").is_not_null())
    rates = [
        [_rate(rate, money), money.bare(net), money.bare(vat or Decimal(0))]
        for rate, net, vat in by_rate.select("vat_rate", "net_amount", "vat_amount").iter_rows()
    ]
    sums = [
        (t(f"columns.{name}"), money.full(header[name]))
        for name in ("net_amount", "vat_amount", "amount")
        if header[name] is not None
    ]
    return [*([Listing(columns, rates)] if rates else []), Facts(sums)]


def _payment(told: Told, reader: Reader) -> list[tuple[str, str]]:
    if told.amount <= 0:
        return []
    names = ("payee_name", "payee_account", "reference")
    return [(reader.t(f"columns.{n}"), told.header[n]) for n in names if told.header[n]]


def _rate(rate: Decimal | None, money: Money) -> str:
    return "" if rate is None else f"{money.reader.f.number(rate)}\u00a0%"


def _number(quantity: Decimal | None, money: Money) -> str:
    return "" if quantity is None else money.reader.f.number(quantity)
