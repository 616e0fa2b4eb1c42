"""Payment: one payment, refund or returned payment, and what it was set against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import payments
from saldo.reporting.invoices import Document
from saldo.ui import empty
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import go
from saldo.ui.tables import Column, table

CLASSES = ("payment", "refund", "payment_return")


def payment_page(page: Page, document: Document) -> None:
    """The payment, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    everything = replace(page.filters, search=None, status=None, currency=None)
    found = page.ask(payments.payments, replace(everything, start=None, end=None)).filter(
        pl.col("payment_no") == document.invoice_no, pl.col("company_no") == document.company_no
    )
    if found.is_empty():
        empty.nothing(t("invoices.none_such"), t("invoices.none_such_hint"))
        return
    row = found.row(0, named=True)
    st.header(f"{word(row['kind'], page.reader)} {plain(row['payment_no'])}", anchor=False)
    with st.container(width=560):
        small_table(_lines(page, row), key="payment", alt=t("invoices.amounts"))
    st.header(t("invoices.set_against"), anchor=False)
    parts = page.ask(
        payments.payment_allocations,
        company_no=document.company_no,
        payment_no=document.invoice_no,
    )
    if parts.is_empty():
        st.caption(t("invoices.not_set_against"))
        return
    _parts(page, parts, row)


def _lines(page: Page, row: Mapping[str, Any]) -> list[Line]:
    t, f = page.reader.t, page.reader.f
    money = {name: f.money(row[name], row["currency"]) for name in ("amount", "applied")}
    said = {
        "payment_date": f.date(row["payment_date"]),
        "reference": row["reference"],
        "bank_reference": row["bank_reference"],
        "note": row["note"],
        **money,
    }
    lines = [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]
    rest = f.money(row["unapplied"], row["currency"])
    return [*lines, Line(t("columns.unapplied"), rest, strong=True)]


def _parts(page: Page, parts: pl.DataFrame, row: Mapping[str, Any]) -> None:
    """What it was set against in the order of time, and what was left of it after each part."""

    def open_one(part: Mapping[str, Any]) -> None:
        go("invoices", page.query() | {"document": document_key(part)})

    left = parts.with_columns(
        rest=(row["amount"] - pl.col("amount").cum_sum()).cast(pl.Decimal(18, 4))
    )
    table(
        left,
        [
            Column("document_no"),
            Column("class", "word"),
            Column("effective_on", "day"),
            Column("amount", "money"),
            Column("rest", "money", heading=page.reader.t("payments.rest")),
        ],
        reader=page.reader,
        key="parts",
        alt=page.reader.t("invoices.set_against"),
        open_row=open_one,
    )
