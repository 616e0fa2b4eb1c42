"""Document lines: the lines of one document without VAT, and its VAT by rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.ledger.money import ZERO
from saldo.reporting import one_invoice
from saldo.ui import asking
from saldo.ui.page import Page
from saldo.ui.sections import section
from saldo.ui.small import Line, small_table
from saldo.ui.tables import Column, table


def draw(page: Page, row: Mapping[str, Any], lines: pl.DataFrame) -> None:
    """The lines, each to ask about or to dispute; below them the VAT and what they come to."""
    t = page.reader.t
    section(page, "invoices.lines")
    if lines.is_empty():
        st.caption(t("invoices.no_lines"))
        return
    asks = page.viewer.role is Role.customer and asking.is_today(page)

    def about_line(line: Mapping[str, Any]) -> None:
        asking.begin("dispute" if row["open_amount"] > 0 else "question", line["line_no"])

    table(
        lines,
        _columns(lines),
        reader=page.reader,
        key="lines",
        alt=t("invoices.lines"),
        open_row=about_line if asks else None,
    )
    if asks:
        st.caption(t("asking.line_hint"))
    with st.container(width=560):
        small_table(_vat(page, row, lines), key="vat", alt=t("invoices.vat"))


def _columns(lines: pl.DataFrame) -> list[Column]:
    wanted = (
        Column("line_no", width="small"),
        Column("description", width="medium"),
        Column("quantity", "quantity"),
        Column("unit", width="small"),
        Column("unit_price", "price"),
        Column("net_amount", "money"),
        Column("vat_rate", "quantity"),
        Column("vat_amount", "money"),
        Column("service_start", "day"),
        Column("service_end", "day"),
        Column("serial_no"),
        Column("contract_no"),
        Column("site_no"),
        Column("cost_centre"),
    )
    return [each for each in wanted if not lines[each.name].is_null().all()]


def _vat(page: Page, row: Mapping[str, Any], lines: pl.DataFrame) -> list[Line]:
    """VAT by rate, and the lines' sum beside the document's total where they differ (rule 36)."""
    t, f, currency = page.reader.t, page.reader.f, row["currency"]
    said = []
    for rate, net, vat in one_invoice.vat_by_rate(lines).iter_rows():
        places = 0 if rate is None or rate == rate.to_integral_value() else 1
        share = "" if rate is None else f.percent(rate / 100, places=places)
        label = t("invoices.vat_of", rate=share, net=f.money(net, currency))
        said.append(Line(label, f.money(vat, currency)))
    billed = (
        line["net_amount"] + (line["vat_amount"] or ZERO) for line in lines.iter_rows(named=True)
    )
    total = sum(billed, ZERO)
    said.append(Line(t("invoices.lines_sum"), f.money(total, currency), strong=True))
    if total != row["amount"]:
        difference = f.money(row["amount"] - total, currency)
        said.append(Line(t("invoices.lines_differ"), difference))
    return said
