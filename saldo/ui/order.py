"""Order: one order: its lines, every promise, what was sent and came, its invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import one_order
from saldo.reporting.one_order import OrderKey
from saldo.ui import charts, empty
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.order_lines import draw_track, line_table, state, with_arrivals
from saldo.ui.page import Page
from saldo.ui.parts import in_parts, parts_chart
from saldo.ui.small import Line, small_table
from saldo.ui.stages import draw_stages, stages
from saldo.ui.state import chosen, forget, go
from saldo.ui.tables import Column, table

_BADGES = {"late": "red", "slipped": "orange", "in_time": "green"}


def order_asked() -> OrderKey | None:
    """The order that the address names (`order=company/number`), if it names one."""
    company, slash, number = chosen().get("order", "").partition("/")
    return OrderKey(company, number) if slash else None


def order_page(page: Page, order: OrderKey) -> None:
    """The order, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    st.button(
        t("deliveries.order.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("order",),
    )
    header = page.ask(one_order.header, order=order)
    if header.is_empty():
        empty.nothing(t("deliveries.order.none_such"), t("deliveries.order.none_such_hint"))
        return
    lines = page.ask(one_order.lines, order=order)
    given = page.ask(one_order.promises, order=order)
    happened = page.ask(one_order.events, order=order)
    _head(page, header.row(0, named=True), lines)
    dates = given.drop_nulls("promised_on")["given_on"]
    draw_stages(stages(lines, dates.min() if dates.len() else None), page.reader)
    draw_track(page, lines, page.ask(one_order.track, order=order))
    st.header(t("deliveries.order.lines"), anchor=False)
    line_table(page, lines, key="lines")
    _parts(page, happened)
    _promises(page, given, lines)
    _events(page, happened)
    _invoices(page, order)


def _head(page: Page, row: Mapping[str, Any], lines: pl.DataFrame) -> None:
    t, f = page.reader.t, page.reader.f
    with st.container(horizontal=True, vertical_alignment="center", key="document_head"):
        title = f"{word('order', page.reader)} {plain(row['order_no'])}"
        st.header(title, anchor=False, width="content")
        for words, tone in _states(page, lines):
            st.badge(words, color=_BADGES.get(tone, "gray"))  # type: ignore[arg-type]
    place = " · ".join(part for part in (row["site_name"] or row["site_no"], row["city"]) if part)
    said = {
        "customer_name": f"{row['customer_name']} · {row['customer_no']}",
        "ordered_on": f.date(row["ordered_on"]),
        "purchase_order": row["purchase_order"],
        "buyer_reference": row["buyer_reference"],
        "site_name": place,
        "cancelled": row["cancelled"] and f.date(row["cancelled"]),
    }
    with st.container(width=560):
        told = [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]
        small_table(told, key="order", alt=t("deliveries.order.about"))


def _states(page: Page, lines: pl.DataFrame) -> list[tuple[str, str]]:
    """Each state that lines of the order are in, once, the most urgent first."""
    told = with_arrivals(page, lines)
    found = dict.fromkeys(state(row, page.reader) for row in told.iter_rows(named=True))
    return sorted(found, key=lambda each: [*_BADGES, each[1]].index(each[1]))


def _parts(page: Page, happened: pl.DataFrame) -> None:
    """Lines that came, or are coming, in several deliveries, as they add up."""
    parts = in_parts(happened) if happened.height else happened
    if parts.is_empty():
        return
    t = page.reader.t
    st.header(t("deliveries.order.parts"), anchor=False)
    charts.chart(
        parts_chart(parts, page.filters.as_of, page.reader),
        key="parts_chart",
        alt=t("deliveries.order.parts_says", count=parts["line_no"].n_unique()),
        reader=page.reader,
    )


def _promises(page: Page, given: pl.DataFrame, lines: pl.DataFrame) -> None:
    reader, t = page.reader, page.reader.t
    st.header(t("deliveries.order.promises"), anchor=False)
    if given.is_empty():
        st.caption(t("deliveries.order.no_promises"))
        return
    weeks = [reader.f.week(day) if day else None for day in given["promised_on"]]
    what = lines.select("line_no", "description")
    table(
        given.join(what, on="line_no", how="left", maintain_order="left").with_columns(
            week=pl.Series(weeks, dtype=pl.String)
        ),
        _filled(
            given,
            Column("line_no", width="small"),
            Column("description"),
            Column("given_on", "day"),
            Column("answer", "word"),
            Column("promised_on", "day"),
            Column("week", width="small"),
            Column("slip_days", "days", t("deliveries.moved_by")),
        ),
        reader=reader,
        key="promises",
        alt=t("deliveries.order.promises"),
    )


def _events(page: Page, happened: pl.DataFrame) -> None:
    t = page.reader.t
    st.header(t("deliveries.order.events"), anchor=False)
    if happened.is_empty():
        st.caption(t("deliveries.order.no_events"))
        return
    table(
        happened,
        _filled(
            happened,
            Column("event_on", "day"),
            Column("line_no", width="small"),
            Column("description"),
            Column("kind", "word", t("deliveries.order.what")),
            Column("quantity", "quantity"),
            Column("so_far", "quantity"),
            Column("ordered_qty", "quantity", t("deliveries.order.of")),
            Column("carrier"),
            Column("tracking_no"),
            Column("tracking_url", "link", t("deliveries.order.track")),
            Column("delivery_note"),
            Column("serial_nos", heading=t("columns.serial_no")),
        ),
        reader=page.reader,
        key="events",
        alt=t("deliveries.order.events"),
    )


def _invoices(page: Page, order: OrderKey) -> None:
    t = page.reader.t
    found = page.ask(one_order.order_invoices, order=order)
    st.header(t("deliveries.order.invoices"), anchor=False)
    if found.is_empty():
        st.caption(t("deliveries.order.no_invoices"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        go("invoices", page.query() | {"document": document_key(row)})

    table(
        found,
        [
            Column("invoice_no"),
            Column("class", "word"),
            Column("issue_date", "day"),
            Column("due_date", "day"),
            Column("status", "word"),
            *([Column("currency", width="small")] if found["currency"].n_unique() > 1 else []),
            Column("amount", "money"),
            Column("open_amount", "money"),
        ],
        reader=page.reader,
        key="order_invoices",
        alt=t("deliveries.order.invoices"),
        open_row=open_one,
    )


def _filled(frame: pl.DataFrame, *columns: Column) -> list[Column]:
    """The columns that say anything; those that are no column of the frame stay."""
    return [
        column
        for column in columns
        if column.name not in frame.columns or not frame[column.name].is_null().all()
    ]
