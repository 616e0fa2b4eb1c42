"""Unequal: what came and was not invoiced, what was invoiced and has not come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.reporting import uninvoiced
from saldo.ui.figures import money_list
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.sections import section
from saldo.ui.state import become
from saldo.ui.tables import Column, table

_LISTS = {
    "delivered-not-invoiced": uninvoiced.delivered_not_invoiced,
    "invoiced-not-delivered": uninvoiced.invoiced_not_delivered,
}


def unequal(page: Page) -> None:
    """Both lists, each with what it comes to per currency, excl. VAT."""
    t = page.reader.t
    filters = replace(page.filters, status=None, search=None, start=None, end=None)
    for report, question in _LISTS.items():
        name = report.replace("-", "_")
        section(page, f"deliveries.unequal.{name}.title", report, filters)
        found = page.ask(question, filters)
        if found.is_empty():
            st.caption(t(f"deliveries.unequal.{name}.none"))
            continue
        st.markdown(
            t(f"deliveries.unequal.{name}.says", count=found.height, amount=_sum(page, found))
        )
        _rows(page, found, report)
    st.caption(t("deliveries.unequal.how"))


def _sum(page: Page, found: pl.DataFrame) -> str:
    sums = found.drop_nulls("net_amount").group_by("currency").agg(pl.col("net_amount").sum())
    return plain(money_list(sums.sort("currency").rows(), page.reader)) if sums.height else "–"


def _rows(page: Page, found: pl.DataFrame, report: str) -> None:
    t = page.reader.t
    names = dict(page.everyone.select("customer_no", "name").iter_rows())

    def open_one(row: Mapping[str, Any]) -> None:
        become(page.query() | {"order": f"{row['company_no']}/{row['order_no']}"})

    wanted = [
        Column("order_no", pinned=True),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("description"),
        Column("quantity", "quantity", t(f"columns.{report}.quantity")),
        Column("unit", width="small"),
        Column("currency", width="small") if found["currency"].n_unique() > 1 else None,
        Column("net_amount", "money", t(f"columns.{report}.net_amount")),
        Column("days", "days"),
        Column("last_came", "day"),
        Column("delivered_qty", "quantity", t("deliveries.delivered")),
        Column("invoiced_on", "day"),
        Column("invoiced_qty", "quantity"),
        Column("invoice_no"),
        Column("site_name"),
        Column("purchase_order"),
    ]
    rows = found.with_columns(
        customer_name=pl.col("customer_no").replace(names),
        site_name=pl.coalesce("site_name", "site_no"),
    )
    table(
        rows,
        [each for each in wanted if each and not rows[each.name].is_null().all()],
        reader=page.reader,
        key=report.replace("-", "_"),
        alt=t(f"exports.report.{report}"),
        open_row=open_one,
    )
