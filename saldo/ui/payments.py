"""Payments: the list of payments with what they settled, and one of them opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from saldo.reporting import Filters
from saldo.reporting.invoices import Document
from saldo.reporting.payments import payments
from saldo.ui import empty
from saldo.ui.column_chooser import chosen_for_file, column_chooser
from saldo.ui.downloads import downloads
from saldo.ui.figures import money_list
from saldo.ui.filters import period_picker, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.payment import payment_page
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = ("all", "unapplied")


def payment_asked() -> Document | None:
    """The payment that the address names (`payment=company/number`), if it names one."""
    company, slash, number = chosen().get("payment", "").partition("/")
    return Document(company, "payment", number) if slash else None


def opened_payment(page: Page, payment: Document) -> None:
    """One payment with the way back to the list."""
    st.button(
        page.reader.t("invoices.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("payment",),
    )
    payment_page(page, payment)


def asked(page: Page) -> Filters:
    """The filters of the list: every payment unless only those with a rest are asked for."""
    return page.filters


def controls(page: Page, filters: Filters) -> DeltaGenerator:
    """All or those with a rest, the period, and the search that narrows the list.

    The row of them comes back: the list adds its columns there.
    """
    t = page.reader.t
    status = filters.status if filters.status in _TABS else "all"
    options = {name: t(f"payments.tabs.{name}") for name in _TABS}
    bar = st.container(horizontal=True, vertical_alignment="center", key="status_row")
    with bar:
        tabs("status", options, status, label=t("columns.status"), default="all")
        st.space("stretch")
        with st.popover(_period(page), icon=":material/date_range:"):
            period_picker(filters, page.reader)
    if filters.search:
        st.button(
            f"{t('invoices.only.search')} “{plain(filters.search)}”",
            key="only_search",
            icon=":material/close:",
            on_click=forget,
            args=("search",),
        )
    return bar


def listed(page: Page, filters: Filters, bar: DeltaGenerator) -> None:
    """The payments, a page of them at a time, and what they sum to."""
    t, reader = page.reader.t, page.reader
    rows = page.ask(payments, filters)
    if rows.is_empty():
        empty.nothing(t("payments.nothing"), t("payments.nothing_hint"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("payment", f"{row['company_no']}/{row['payment_no']}")

    with bar:
        columns = column_chooser(*_columns(page, rows), "payment_no", reader)
    table(
        _named(paged(rows), page),
        columns,
        reader=reader,
        key="payments",
        alt=t("payments.title"),
        open_row=open_one,
        rows_shown=20,
    )
    page_chooser(rows)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_row"):
        st.markdown(_totals(page, rows), width="stretch")
        in_file = chosen_for_file("payments", columns, {"customer_name": ("customer_no",)})
        downloads("payments", filters, reader, columns=in_file)


def _period(page: Page) -> str:
    start, end, f = page.filters.start, page.filters.end, page.reader.f
    if start or end:
        return f"{f.date(start) if start else '…'} – {f.date(end) if end else '…'}"
    return page.reader.t("payments.any_period")


def _named(rows: pl.DataFrame, page: Page) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    return rows.with_columns(pl.col("customer_no").replace(names).alias("customer_name"))


def _columns(page: Page, rows: pl.DataFrame) -> tuple[list[Column], list[str]]:
    """The columns there are, and those shown where none are chosen."""
    columns = [
        Column("payment_no", pinned=True),
        Column("payment_date", "day"),
        Column("customer_name"),
        Column("kind", "word"),
        Column("currency", width="small"),
        Column("amount", "money"),
        Column("applied", "money"),
        Column("unapplied", "money"),
        Column("reference"),
        Column("settled", width="medium"),
        Column("bank_reference"),
        Column("note", width="medium"),
        Column("customer_no"),
        Column("company_no"),
    ]
    hidden = {"bank_reference", "note", "customer_no", "company_no"}
    hidden |= {"customer_name"} if page.accounts.height < 2 else set()
    hidden |= {name for name in ("kind", "currency") if rows[name].n_unique() < 2}
    return columns, [column.name for column in columns if column.name not in hidden]


def _totals(page: Page, rows: pl.DataFrame) -> str:
    """How many and their sums, per currency (rule 2): paid = matched + unapplied."""
    names = ("amount", "applied", "unapplied")
    sums = rows.group_by("currency").agg(pl.col(names).sum()).sort("currency")
    money = {
        name: plain(money_list(sums.select("currency", name).rows(), page.reader)) for name in names
    }
    return page.reader.t("payments.sum", count=rows.height, **money)
