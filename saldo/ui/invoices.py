"""Invoices: the list of documents under its tabs, and what its amounts sum to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.i18n import Reader
from saldo.reporting import Filters, accounts, invoices
from saldo.ui import empty
from saldo.ui.figures import money_list
from saldo.ui.filters import choice, tabs
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, page_chooser, paged, table

TABS = ("open", "overdue", "paid", "disputed", "all")
USUAL = "open"
_ORDERS = {
    "newest": (["issue_date", "invoice_no"], True),
    "due": (["due_date", "invoice_no"], False),
    "amount": (["amount"], True),
    "open_amount": (["open_amount"], True),
}


def status_asked(page: Page) -> str:
    """The status of the list: the open ones unless asked otherwise; a search looks everywhere."""
    return page.filters.status or ("all" if page.filters.search else USUAL)


def status_tabs(page: Page, status: str) -> None:
    """Open first, each with how many it holds; a status without a tab of its own gets one."""
    t = page.reader.t
    counts = page.ask(invoices.invoice_counts, replace(page.filters, status=None, bucket=None))
    names = [*TABS] if status in TABS else [*TABS, status]
    options = {
        name: t(f"invoices.tabs.{name}")
        + (f" · {page.reader.f.number(counts[name])}" if name in counts else "")
        for name in names
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="status_row"):
        tabs("status", options, status, label=t("columns.status"), default="")
        st.space("stretch")
        _order(page.reader)


def listed(page: Page, filters: Filters) -> None:
    """The documents, a page of them at a time, and below them what they sum to."""
    reader = page.reader
    rows = page.ask(invoices.invoices, filters)
    _chips(page)
    if rows.is_empty():
        empty.nothing(reader.t("invoices.nothing"), reader.t("invoices.nothing_hint"))
        return
    ordered = _sorted(rows)
    shown = _with_words(paged(ordered), page)

    def open_one(row: Mapping[str, Any]) -> None:
        choose("document", document_key(row))

    table(
        shown,
        _columns(page, rows),
        reader=reader,
        key="invoices",
        alt=reader.t("invoices.title"),
        open_row=open_one,
        rows_shown=20,
    )
    page_chooser(ordered)
    _totals(page, rows)


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
        st.caption(f":green[:material/check_circle:] {t('invoices.ties', **money)}")


def _order(reader: Reader) -> None:
    options = {name: reader.t(f"invoices.orders.{name}") for name in _ORDERS}
    asked = chosen().get("sort", "newest")
    now = asked if asked in options else "newest"
    with st.container(width=200, key="order"):
        choice("sort", options, now, label=reader.t("invoices.order"), default="newest")


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    columns, descending = _ORDERS.get(chosen().get("sort", "newest"), _ORDERS["newest"])
    return rows.sort(columns, descending=descending, nulls_last=True)


def _chips(page: Page) -> None:
    """What narrows the list besides the tabs, each to be taken off."""
    t = page.reader.t
    given = {
        "bucket": page.filters.bucket and word(page.filters.bucket, page.reader),
        "search": page.filters.search and f"“{page.filters.search}”",
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
    t, f = page.reader.t, page.reader.f
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    states = [
        t("invoices.overdue_by", days=f.days(row["days_overdue"]))
        if row["status"] == "overdue"
        else word(row["status"], page.reader)
        for row in rows.iter_rows(named=True)
    ]
    tones = pl.when(pl.col("disputed") > 0).then(pl.lit("disputed")).otherwise(pl.col("status"))
    return rows.with_columns(
        pl.Series("state", states, dtype=pl.String),
        tones.alias("tone"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _columns(page: Page, rows: pl.DataFrame) -> list[Column]:
    several_accounts = page.accounts.height > 1
    several_currencies = rows["currency"].n_unique() > 1
    disputed = (rows["disputed"] != 0).any()
    columns = [
        Column("invoice_no", pinned=True),
        Column("customer_name") if several_accounts else None,
        Column("class", "word"),
        Column("issue_date", "day"),
        Column("due_date", "day"),
        Column("state", tones="tone", heading=page.reader.t("columns.status")),
        Column("currency", width="small") if several_currencies else None,
        Column("amount", "money"),
        Column("open_amount", "money"),
        Column("disputed", "money") if disputed else None,
        Column("purchase_order"),
    ]
    return [column for column in columns if column is not None]


def _totals(page: Page, rows: pl.DataFrame) -> None:
    """How many documents and their sums, per currency (rule 2)."""
    t = page.reader.t
    sums = rows.group_by("currency").agg(pl.col("amount", "open_amount").sum()).sort("currency")
    said = t(
        "invoices.sum",
        count=rows.height,
        amount=plain(money_list(sums.select("currency", "amount").rows(), page.reader)),
        open_amount=plain(money_list(sums.select("currency", "open_amount").rows(), page.reader)),
    )
    st.markdown(said)
