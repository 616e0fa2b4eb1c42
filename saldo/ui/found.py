"""Found: what a part of a number leads to, on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.reporting import finding
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import forget, go
from saldo.ui.tables import Column, table

# A page that lists these by itself narrows its own list instead.
_OWN = {
    "invoices": "invoice",
    "deliveries": "order",
    "contracts": "contract",
    "inventory": "machine",
}
_DETAILS = {"contract": "contracts", "machine": "inventory"}
_ROWS_SHOWN = 6


def found(page: Page) -> None:
    """The documents, orders, machines and contracts that a search finds, each to open."""
    text = page.filters.search
    if not text:
        return
    hits = page.ask(finding.search, text=text).filter(pl.col("kind") != _OWN.get(page.name, ""))
    if hits.is_empty() and page.name in _OWN:
        return
    t = page.reader.t
    with st.container(border=True, key="found", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", key="found_head"):
            also = "frame.found_else" if page.name in _OWN else "frame.found"
            said = t(also, count=hits.height, text=plain(text))
            st.markdown(f"**{said}**", width="stretch")
            st.button(
                t("frame.found_close"),
                key="found_close",
                type="tertiary",
                on_click=forget,
                args=("search",),
            )
        if not hits.is_empty():
            _table(page, hits.with_columns(what=pl.coalesce("class", "kind")))


def _table(page: Page, hits: pl.DataFrame) -> None:
    wanted = (
        Column("number"),
        Column("what", "word", heading=page.reader.t("columns.kind")),
        Column("detail"),
        Column("date", "day"),
        Column("amount", "money"),
        Column("currency", width="small"),
    )
    columns = [each for each in wanted if not hits[each.name].is_null().all()]

    def open_hit(row: Mapping[str, Any]) -> None:
        go(*_where(page, row))

    table(
        hits,
        columns,
        reader=page.reader,
        key="found_rows",
        alt=page.reader.t("frame.search"),
        open_row=open_hit,
        rows_shown=_ROWS_SHOWN,
    )


def _where(page: Page, row: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    if row["kind"] == "invoice":
        return "invoices", page.query() | {"document": document_key(row)}
    if row["kind"] == "order":
        return "deliveries", page.query() | {"order": f"{row['company_no']}/{row['number']}"}
    if row["kind"] in _DETAILS:
        key = f"{row['company_no']}/{row['number']}"
        return _DETAILS[row["kind"]], page.query() | {row["kind"]: key}
    return "invoices", page.query(search=row["number"], status="all")


def document_key(row: Mapping[str, Any]) -> str:
    """A document's key (rule 5) as it stands in an address."""
    number = next(row[name] for name in ("number", "invoice_no", "document_no") if name in row)
    return f"{row['company_no']}/{row['class']}/{number}"
