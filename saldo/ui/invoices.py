"""Invoices: the list of documents under its tabs, and what its amounts sum to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from saldo.documents import word
from saldo.reporting import Filters, accounts, balances, invoices
from saldo.reporting.sorting import ORDERS
from saldo.ui import empty
from saldo.ui.column_chooser import chosen_for_file, column_chooser
from saldo.ui.downloads import downloads
from saldo.ui.figures import money_list
from saldo.ui.filters import choice, period_picker, tabs
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, forget
from saldo.ui.tables import Column, page_chooser, paged, table

TABS = ("open", "overdue", "paid", "disputed", "all")
_USUAL = (
    "instalment_no",
    "customer_name",
    "class",
    "issue_date",
    "due_date",
    "state",
    "currency",
    "amount",
    "open_amount",
    "purchase_order",
)
# The columns of the reports that say what a column of the list says.
_IN_FILES = {
    "invoice_no": ("invoice_no", "document_no"),
    "customer_name": ("customer_no",),
    "state": ("status", "days_overdue", "is_disputed"),
    "disputed": ("disputed", "is_disputed"),
}
# Here an instalment or an unapplied payment counts for itself, so that the rows sum to the figure.
_BY_ITEM = ("overdue", "due_soon", "unapplied")


def asked(page: Page) -> Filters:
    """The filters of the list: the open documents unless asked otherwise; a search looks in all."""
    filters = page.filters
    usual = "all" if filters.search or filters.bucket else "open"
    return replace(filters, status=filters.status or usual, sort=filters.sort or "newest")


def controls(page: Page, filters: Filters) -> DeltaGenerator:
    """The tabs with how many each holds, the period, the order, and what else narrows the list.

    The row of them comes back: the list adds its columns there.
    """
    t = page.reader.t
    status = filters.status or "open"
    counts = page.ask(invoices.invoice_counts, replace(page.filters, status=None, bucket=None))
    names = [*TABS] if status in TABS else [*TABS, status]
    options = {
        name: t(f"invoices.tabs.{name}")
        + (f" · {page.reader.f.number(counts[name])}" if name in counts else "")
        for name in names
    }
    bar = st.container(horizontal=True, vertical_alignment="center", key="status_row")
    with bar:
        tabs("status", options, status, label=t("columns.status"), default="")
        st.space("stretch")
        with st.popover(_period(page), icon=":material/date_range:"):
            period_picker(page.filters, page.reader)
        _order(page)
    _chips(page)
    return bar


def listed(page: Page, filters: Filters, bar: DeltaGenerator) -> None:
    """The rows, a page of them at a time, and below them what they sum to."""
    reader = page.reader
    by_item = _is_by_item(filters)
    rows = page.ask(balances.open_items if by_item else invoices.invoices, filters)
    if by_item:
        rows = _as_documents(rows)
    if rows.is_empty():
        empty.nothing(reader.t("invoices.nothing"), reader.t("invoices.nothing_hint"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("document", document_key(row))

    with bar:
        columns = column_chooser(*_columns(page, rows), "invoice_no", reader)
    table(
        _with_words(paged(rows), page),
        columns,
        reader=reader,
        key="invoices",
        alt=reader.t("invoices.title"),
        open_row=open_one,
        rows_shown=20,
    )
    page_chooser(rows)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_row"):
        st.markdown(_totals(page, rows), width="stretch")
        report = "open-items" if by_item else "invoices"
        in_file = chosen_for_file(report, columns, _IN_FILES)
        downloads(report, filters, reader, columns=in_file)


def ties(page: Page) -> None:
    """How the open documents and the unapplied payments make the balance (rule 9)."""
    t = page.reader.t
    summary = page.ask(accounts.summary).filter(pl.col("currency").is_in(page.currencies))
    for row in summary.iter_rows(named=True):
        code = row["currency"]
        documents = row["open_invoiced"] + row["open_credits"]
        said = {
            "documents": documents,
            "payments": row["balance"] - documents,
            "balance": row["balance"],
        }
        money = {
            name: plain(page.reader.f.money(amount, code, code=summary.height > 1))
            for name, amount in said.items()
        }
        key = "invoices.ties" if said["payments"] else "invoices.ties_alone"
        st.caption(f":green[:material/check_circle:] {t(key, **money)}")


def _is_by_item(filters: Filters) -> bool:
    return filters.bucket is not None or filters.status in _BY_ITEM


def _as_documents(items: pl.DataFrame) -> pl.DataFrame:
    """Open items in the columns of the document list."""
    late = pl.when(pl.col("days_overdue") > 0).then(pl.lit("overdue")).otherwise(pl.lit("open"))
    disputed = pl.when("is_disputed").then(pl.col("open_amount")).otherwise(0)
    return items.rename({"document_no": "invoice_no"}).with_columns(
        status=late,
        disputed=disputed.cast(pl.Decimal(18, 4)),
    )


def _period(page: Page) -> str:
    start, end, f = page.filters.start, page.filters.end, page.reader.f
    if start and end:
        return f.period(start, end)
    if start or end:
        return f"{f.date(start) if start else '…'} – {f.date(end) if end else '…'}"
    return page.reader.t("invoices.any_period")


def _order(page: Page) -> None:
    options = {name: page.reader.t(f"invoices.orders.{name}") for name in ORDERS}
    now = page.filters.sort or "newest"
    with st.container(width=190, key="order"):
        choice("sort", options, now, label=page.reader.t("invoices.order"), default="newest")


def _chips(page: Page) -> None:
    """What narrows the list besides the tabs, each to be taken off."""
    t, filters = page.reader.t, page.filters
    given = {
        "bucket": filters.bucket and word(filters.bucket, page.reader),
        "search": filters.search and f"“{filters.search}”",
    }
    with st.container(horizontal=True, key="chips"):
        for name, text in given.items():
            if text:
                st.button(
                    f"{t(f'invoices.only.{name}')} {plain(text)}",
                    key=f"only_{name}",
                    icon=":material/close:",
                    on_click=forget,
                    args=(name,),
                )


def _with_words(rows: pl.DataFrame, page: Page) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    tones = pl.when(pl.col("disputed") > 0).then(pl.lit("disputed")).otherwise(pl.col("status"))
    states = [_state(row, page) for row in rows.iter_rows(named=True)]
    return rows.with_columns(
        pl.Series("state", states, dtype=pl.String),
        tones.alias("tone"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _state(row: Mapping[str, Any], page: Page) -> str:
    t, state = page.reader.t, word(row["status"], page.reader)
    if row["status"] == "overdue":
        state = t("invoices.overdue_by", days=page.reader.f.days(row["days_overdue"]))
    return t("invoices.and_disputed", state=state) if row["disputed"] else state


def _columns(page: Page, rows: pl.DataFrame) -> tuple[list[Column], list[str]]:
    """The columns there are, and those shown where none are chosen."""
    columns = [
        Column("invoice_no", pinned=True, heading=page.reader.t("columns.document_no")),
        Column("instalment_no", width="small"),
        Column("customer_name"),
        Column("class", "word"),
        Column("issue_date", "day"),
        Column("due_date", "day"),
        Column("state", tones="tone", heading=page.reader.t("columns.status")),
        Column("currency", width="small"),
        Column("amount", "money"),
        Column("open_amount", "money"),
        Column("purchase_order"),
        Column("order_no"),
        Column("reference"),
        Column("overdue", "money"),
        Column("disputed", "money"),
        Column("lines", "count"),
        Column("customer_no"),
        Column("company_no"),
    ]
    there = {*rows.columns, "customer_name", "state"}
    parts = "instalment_no" in there and not rows["instalment_no"].is_null().all()
    shown = {
        "instalment_no": parts,
        "customer_name": page.accounts.height > 1,
        "currency": rows["currency"].n_unique() > 1,
    }
    usual = [name for name in _USUAL if shown.get(name, True)]
    return [column for column in columns if column.name in there], usual


def _totals(page: Page, rows: pl.DataFrame) -> str:
    """How many rows and their sums, per currency (rule 2)."""
    sums = rows.group_by("currency").agg(pl.col("amount", "open_amount").sum()).sort("currency")
    return page.reader.t(
        "invoices.sum",
        count=rows.height,
        amount=plain(money_list(sums.select("currency", "amount").rows(), page.reader)),
        open_amount=plain(money_list(sums.select("currency", "open_amount").rows(), page.reader)),
    )
