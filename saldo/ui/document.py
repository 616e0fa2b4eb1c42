"""Document: one invoice or credit note: what it says, what is open, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import register
from saldo.documents import word
from saldo.reporting import invoices, one_invoice
from saldo.reporting.invoices import Document
from saldo.ui import asked, asking, document_lines, empty, payment
from saldo.ui.downloads import document_link
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen, forget, go
from saldo.ui.tables import Column, table

_COLOURS = {"overdue": "red", "paid": "green", "open": "blue", "disputed": "orange"}
_PARTS = 3
_LINKS_SHOWN = 6


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
        args=("document", "ask", "line"),
    )
    if document.document_class in payment.CLASSES:
        payment.payment_page(page, document)
        return
    header = page.ask(invoices.invoice, document=document)
    if header.is_empty():
        empty.nothing(t("invoices.none_such"), t("invoices.none_such_hint"))
        return
    row = header.row(0, named=True)
    lines = page.ask(invoices.lines, document=document)
    _head(page, row)
    asking.asked_here(page, document, row, lines)
    left, right = st.columns(2, gap="large")
    with left:
        small_table(_dates(page, row), key="dates", alt=t("invoices.dates"))
    with right:
        small_table(_amounts(page, row), key="amounts", alt=t("invoices.amounts"))
    _links(page, row, lines)
    _story(page, document)
    asked.disputes_and_questions(page, document, row)
    document_lines.draw(page, row, lines)
    _source(page, document)


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
        st.space("stretch")
        if register.export("invoice"):
            document_link("invoice", {"document": document_key(row)}, t("invoices.copy"))
        asking.buttons(page, row)


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


def _links(page: Page, row: Mapping[str, Any], lines: pl.DataFrame) -> None:
    """To the order, the contract and the machines it is about, and the invoice it credits."""
    company = row["company_no"]

    def named(column: str) -> list[str]:
        said = [row.get(column), *lines[column].drop_nulls().unique(maintain_order=True)]
        return list(dict.fromkeys(number for number in said if number))

    to = [("deliveries", "order", number, "order_no") for number in named("order_no")]
    to += [("contracts", "contract", number, "contract_no") for number in named("contract_no")]
    to += [("inventory", "machine", number, "serial_no") for number in named("serial_no")]
    pages = {surface.name for surface in register.PAGES}
    shown = [each for each in to if each[0] in pages]
    if not shown and not row["original_no"]:
        return
    with st.container(horizontal=True, key="document_links", gap="small"):
        if row["original_no"]:
            original = f"{company}/invoice/{row['original_no']}"
            query = page.query() | {"document": original}
            _link(page, "invoices", query, "original_no", row["original_no"])
        for target, name, number, column in shown[:_LINKS_SHOWN]:
            _link(page, target, page.query() | {name: f"{company}/{number}"}, column, number)
        if len(shown) > _LINKS_SHOWN:
            st.caption(page.reader.t("invoices.more_links", count=len(shown) - _LINKS_SHOWN))


def _link(page: Page, target: str, query: dict[str, str], column: str, number: str) -> None:
    label = f"{page.reader.t(f'columns.{column}')} {plain(number)}"
    st.button(
        label,
        key=f"to_{column}_{number}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=go,
        args=(target, query),
    )


def _story(page: Page, document: Document) -> None:
    """From issue to settlement: what happened, and what was open after each."""
    t, reader = page.reader.t, page.reader
    happened = page.ask(one_invoice.history, document=document)
    st.header(t("invoices.story"), anchor=False)

    def open_other(event: Mapping[str, Any]) -> None:
        if event["number"] and event["class"] in payment.CLASSES:
            number = f"{document.company_no}/{event['number']}"
            go("payments", page.query() | {"payment": number})
        elif event["number"] and event["class"] != "settlement":
            other = {"company_no": document.company_no, **event}
            choose("document", document_key(other))

    table(
        happened,
        [
            Column("date", "day"),
            Column("event", "word"),
            Column("number"),
            Column("amount", "money", t("invoices.change")),
            Column("open_amount", "money", t("invoices.open_after")),
        ],
        reader=reader,
        key="story",
        alt=t("invoices.story"),
        open_row=open_other,
        opens="number",
    )
    if happened["amount"].drop_nulls().len() == 1:
        st.caption(t("invoices.nothing_settled"))


def _source(page: Page, document: Document) -> None:
    """Where the row came from, read when it is asked for."""
    t, f = page.reader.t, page.reader.f
    if page.filters.known_at:
        return
    opened = st.expander(t("invoices.source"), key="source", on_change="rerun", type="compact")
    if not opened.open:
        return
    with opened:
        read_in = page.ask(one_invoice.versions, document=document)
        moments = [moment and f.moment(moment) for moment in read_in["loaded_at"]]
        table(
            read_in.with_columns(read=pl.Series(moments, dtype=pl.String)),
            [
                Column("file_name", heading=t("invoices.file")),
                Column("line", "count", t("invoices.file_line")),
                Column("read", heading=t("invoices.read")),
                Column("load_id", heading=t("invoices.load")),
                Column("amount", "money"),
            ],
            reader=page.reader,
            key="versions",
            alt=t("invoices.source"),
        )
        if read_in.height > 1:
            st.caption(t("invoices.versions", count=read_in.height))
