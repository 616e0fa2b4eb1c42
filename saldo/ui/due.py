"""Due: the calendar of what falls due, by week, with the banking day to pay on (rule 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.i18n import Reader
from saldo.reporting import balances
from saldo.reporting.calendar import due_calendar
from saldo.ui import charts
from saldo.ui.charts import Spec
from saldo.ui.colours import palette
from saldo.ui.page import Page
from saldo.ui.rows import columns_for, opened_heading, opener
from saldo.ui.state import choose, chosen
from saldo.ui.tables import Column, table
from saldo.ui.weeks import WEEK, monday

AHEAD = 10
"""So many weeks stand for themselves; what falls due after them is one bar."""


@dataclass(frozen=True, slots=True)
class Span:
    """A bar of the calendar: its first and last due date (None: open), its name, its amount."""

    key: str
    first: date | None
    last: date | None
    name: str
    amount: Decimal


def due(page: Page, currency: str) -> None:
    """Bars of what is overdue, due by week and later; the one opened with its days and invoices."""
    reader, t = page.reader, page.reader.t
    days = (
        page.ask(due_calendar)
        .filter(pl.col("currency") == currency)
        .group_by("currency", "due_date", "last_banking_day", maintain_order=True)
        .agg(pl.col("amount", "items").sum())
    )
    if days.is_empty():
        st.caption(t("account.due_nothing"))
        return
    spans = _spans(days, page)

    def picked(at: int) -> None:
        choose("week", spans[at].key)

    charts.chart(
        bars(spans, currency, reader),
        key="due",
        alt=", ".join(f"{each.name} {reader.f.money(each.amount, currency)}" for each in spans),
        reader=reader,
        picked=picked,
    )
    wanted = chosen().get("week", "")
    span = next((each for each in spans if each.key == wanted), None)
    _days(page, _within(days, span), span)
    if span is not None:
        _invoices(page, currency, span)


def _spans(days: pl.DataFrame, page: Page) -> list[Span]:
    t, f, as_of = page.reader.t, page.reader.f, page.filters.as_of
    this = monday(as_of)
    edges: list[tuple[str, date | None, date | None, str]] = [
        ("overdue", None, as_of - timedelta(days=1), t("account.due_overdue"))
    ]
    for at in range(AHEAD):
        first = this + WEEK * at
        last = first + timedelta(days=6)
        edges.append((first.isoformat(), max(first, as_of), last, f.week(first)))
    edges.append(("later", this + WEEK * AHEAD, None, t("account.due_later")))
    spans = [
        Span(key, first, last, name, _sum(_between(days, first, last)))
        for key, first, last, name in edges
    ]
    return [each for each in spans if each.amount or each.key not in ("overdue", "later")]


def _between(days: pl.DataFrame, first: date | None, last: date | None) -> pl.DataFrame:
    within = pl.lit(value=True)
    if first is not None:
        within &= pl.col("due_date") >= first
    if last is not None:
        within &= pl.col("due_date") <= last
    return days.filter(within)


def _within(days: pl.DataFrame, span: Span | None) -> pl.DataFrame:
    return days if span is None else _between(days, span.first, span.last)


def _sum(days: pl.DataFrame) -> Decimal:
    return sum(days["amount"], Decimal(0))


def _days(page: Page, days: pl.DataFrame, span: Span | None) -> None:
    """The due dates with their banking day; a date opens the week it is in."""

    def clicked(row: Mapping[str, Any]) -> None:
        overdue = row["due_date"] < page.filters.as_of
        week = monday(row["due_date"])
        later = week >= monday(page.filters.as_of) + WEEK * AHEAD
        choose("week", "overdue" if overdue else "later" if later else week.isoformat())

    weeks = [page.reader.f.week(day) for day in days["due_date"]]
    table(
        days.with_columns(name=pl.Series(weeks, dtype=pl.String)),
        [
            Column("name", heading=page.reader.t("account.week"), width="small"),
            Column("due_date", "day"),
            Column("last_banking_day", "day"),
            Column("items", "count", page.reader.t("account.due_items")),
            Column("amount", "money"),
        ],
        reader=page.reader,
        key="due_days",
        alt=page.reader.t("account.views.due"),
        open_row=clicked if span is None else None,
        rows_shown=10,
    )


def _invoices(page: Page, currency: str, span: Span) -> None:
    """The invoices and instalments of the opened bar."""
    every = page.ask(balances.open_items, replace(page.filters, currency=currency))
    rows = _between(every.filter(pl.col("due_date").is_not_null()), span.first, span.last)
    name = page.reader.t("account.due_in", span=span.name)
    opened_heading(page.reader, name, "week")

    columns = columns_for(
        page,
        Column("document_no"),
        Column("instalment_no", width="small") if _parted(rows) else None,
        Column("customer_no"),
        Column("issue_date", "day"),
        Column("due_date", "day"),
        Column("open_amount", "money"),
    )
    table(
        rows,
        columns,
        reader=page.reader,
        key="due_rows",
        alt=name,
        open_row=opener(page),
    )


def _parted(rows: pl.DataFrame) -> bool:
    return not rows["instalment_no"].is_null().all()


def bars(spans: list[Span], currency: str, reader: Reader) -> Spec:
    """A column for what is overdue, each week and what is later, its amount above."""
    colours = palette()
    amounts = [each.amount for each in spans]
    shade = [colours.bad if each.key == "overdue" else colours.actual for each in spans]
    columns = {
        "type": "bar",
        "x": [each.name for each in spans],
        "y": [float(amount) for amount in amounts],
        "marker": {"color": shade},
        "text": [reader.f.short(amount, currency) if amount else "" for amount in amounts],
        "textposition": "outside",
        "textfont": {"size": 11, "color": colours.text},
        "cliponaxis": False,
        "customdata": [reader.f.money(amount, currency) for amount in amounts],
        "hovertemplate": "%{x}<br>%{customdata}<extra></extra>",
    }
    return charts.template(
        [columns],
        colours,
        height=240,
        bargap=0.3,
        xaxis={"type": "category", "tickangle": 0, "fixedrange": True, "automargin": True}
        | {"tickfont": {"color": colours.faint, "size": 11}},
        yaxis=charts.money_axis(amounts, currency, reader, colours),
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )
