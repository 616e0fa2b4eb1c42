"""Document: one invoice or credit note: what it says, what is open, what settled it, its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import invoices
from saldo.reporting.invoices import Document
from saldo.ui import empty, payment
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, table

_COLOURS = {"overdue": "red", "paid": "green", "open": "blue", "disputed": "orange"}
_PARTS = 3


def document_asked() -> Document | None:
    """The document that the address names (`document=company/class/number`), if it names one."""
    parts = chosen().get("document", "").split("/", _PARTS - 1)
    return Document(*parts) if len(parts) == _PARTS else None


def document_page(page: Page, document: Document) -> None:
    """The document, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    st.button(
        t("invoices.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("document",),
    )
    if document.document_class in payment.CLASSES:
        payment.payment_page(page, document)
        return
    header = page.ask(invoices.invoice, document=document)
    if header.is_empty():
        empty.nothing(t("invoices.none_such"), t("invoices.none_such_hint"))
        return
    row = header.row(0, named=True)
    _head(page, row)
    left, right = st.columns(2, gap="large")
    with left:
        small_table(_dates(page, row), key="dates", alt=t("invoices.dates"))
    with right:
        small_table(_amounts(page, row), key="amounts", alt=t("invoices.amounts"))
    _settled(page, document, row)
    _disputes(page, document, row)
    _lines(page, document)


def _head(page: Page, row: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    state = word(row["status"], page.reader)
    if row["status"] == "overdue":
        state = t("invoices.overdue_by", days=f.days(row["days_overdue"]))
    with st.container(horizontal=True, vertical_alignment="center", key="document_head"):
        kind = word(row["class"], page.reader)
        st.header(f"{kind} {plain(row['invoice_no'])}", anchor=False, width="content")
        st.badge(state, color=_COLOURS.get(row["status"], "gray"))  # type: ignore[arg-type]
        if row["disputed"]:
            st.badge(word("disputed", page.reader), color="orange")


def _dates(page: Page, row: Mapping[str, Any]) -> list[Line]:
    t, f = page.reader.t, page.reader.f
    said = {
        "customer_name": f"{row['customer_name']} · {row['customer_no']}",
        "issue_date": f.date(row["issue_date"]),
        "due_date": row["due_date"] and f"{f.date(row['due_date'])} ({f.week(row['due_date'])})",
        "purchase_order": row["purchase_order"],
        "order_no": row["order_no"],
        "contract_no": row["contract_no"],
        "buyer_reference": row["buyer_reference"],
        "original_no": row["original_no"],
        "note": row["note"],
    }
    return [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]


def _amounts(page: Page, row: Mapping[str, Any]) -> list[Line]:
    t, f = page.reader.t, page.reader.f
    currency = row["currency"]
    money = {
        "net_amount": row["net_amount"],
        "vat_amount": row["vat_amount"],
        "amount": row["amount"],
        "open_amount": row["open_amount"],
        "disputed": row["disputed"] or None,
    }
    lines = [
        Line(t(f"columns.{name}"), f.money(amount, currency), strong=name in ("open_amount",))
        for name, amount in money.items()
        if amount is not None
    ]
    paid_to = {
        "payee_name": row["payee_name"],
        "payee_account": row["payee_account"],
        "reference": row["reference"],
    }
    return lines + [Line(t(f"columns.{name}"), text) for name, text in paid_to.items() if text]


def _settled(page: Page, document: Document, row: Mapping[str, Any]) -> None:
    t = page.reader.t
    parts = page.ask(invoices.settled, document=document)
    st.header(t("invoices.settled"), anchor=False)
    if parts.is_empty():
        st.caption(t("invoices.nothing_settled"))
        return
    columns = [
        Column("other_no"),
        Column("other_kind", "word"),
        Column("effective_on", "day"),
        Column("amount", "money"),
    ]

    def open_other(part: Mapping[str, Any]) -> None:
        other = {"company_no": document.company_no, "class": part["other_class"]}
        if part["other_class"] != "settlement":
            choose("document", document_key({**other, "number": part["other_no"]}))

    table(
        parts,
        columns,
        reader=page.reader,
        key="settled",
        alt=t("invoices.settled"),
        open_row=open_other,
    )
    rest = page.reader.f.money(row["amount"] - parts["amount"].sum(), row["currency"])
    st.caption(t("invoices.rest", amount=plain(rest)))


def _disputes(page: Page, document: Document, row: Mapping[str, Any]) -> None:
    raised = page.ask(invoices.disputes, document=document)
    if raised.is_empty():
        return
    t = page.reader.t
    st.header(t("invoices.disputes"), anchor=False)
    columns = [
        Column("line_no"),
        Column("opened_on", "day"),
        Column("closed_on", "day"),
        Column("amount", "money"),
        Column("reason"),
    ]
    with_currency = raised.with_columns(currency=pl.lit(row["currency"]))
    table(with_currency, columns, reader=page.reader, key="disputes", alt=t("invoices.disputes"))


def _lines(page: Page, document: Document) -> None:
    t = page.reader.t
    lines = page.ask(invoices.lines, document=document)
    st.header(t("invoices.lines"), anchor=False)
    if lines.is_empty():
        st.caption(t("invoices.no_lines"))
        return
    wanted = (
        Column("line_no", width="small"),
        Column("description", width="medium"),
        Column("quantity", "quantity"),
        Column("unit", width="small"),
        Column("unit_price", "price"),
        Column("net_amount", "money"),
        Column("vat_amount", "money"),
        Column("service_start", "day"),
        Column("service_end", "day"),
        Column("serial_no"),
        Column("contract_no"),
        Column("site_no"),
        Column("cost_centre"),
    )
    columns = [each for each in wanted if not lines[each.name].is_null().all()]
    table(lines, columns, reader=page.reader, key="lines", alt=t("invoices.lines"))
