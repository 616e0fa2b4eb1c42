"""Bridge: why the balance changed between two days, as a waterfall whose parts open their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.i18n import Reader
from saldo.reporting import Filters, bridge
from saldo.reporting.periods import month_to_date
from saldo.ui import charts
from saldo.ui.charts import Spec
from saldo.ui.colours import Palette, palette
from saldo.ui.page import Page
from saldo.ui.rows import columns_for, opened_heading, opener
from saldo.ui.state import choose, chosen
from saldo.ui.tables import Column, table

Step = Mapping[str, Any]
_PLAIN = ("opening", "closing")


def asked(page: Page) -> Filters:
    """The page's filters with both days of the period: this month where none is asked."""
    return month_to_date(page.filters)


def why(page: Page, currency: str, filters: Filters) -> None:
    """The waterfall of one currency, the steps as a table, and the rows of the one opened."""
    reader, t = page.reader, page.reader.t
    steps = [
        {**row, "name": name_of(page, row["step"], filters)}
        for row in page.ask(bridge.changes, filters)
        .filter(pl.col("currency") == currency)
        .iter_rows(named=True)
        if row["amount"] or row["step"] in _PLAIN
    ]
    if not steps:
        st.caption(t("account.why_nothing"))
        return

    def picked(at: int) -> None:
        _open(steps[at]["step"])

    def clicked(row: Mapping[str, Any]) -> None:
        _open(row["step"])

    opening, closing = steps[0]["amount"], steps[-1]["amount"]
    charts.chart(
        waterfall(steps, currency, reader),
        key="bridge",
        alt=t(
            "account.why_says",
            opening=reader.f.money(opening, currency),
            closing=reader.f.money(closing, currency),
            steps=", ".join(
                f"{step['name']} {reader.f.money(step['amount'], currency)}" for step in steps[1:-1]
            ),
        ),
        reader=reader,
        picked=picked,
    )
    table(
        pl.DataFrame(steps, schema_overrides={"amount": pl.Decimal(18, 4)}),
        [
            Column("name", heading=t("account.step")),
            Column("entries", "count", t("account.entries")),
            Column("amount", "money"),
        ],
        reader=reader,
        key="bridge_steps",
        alt=t("account.views.why"),
        open_row=clicked,
    )
    _rows(page, currency, filters)


def name_of(page: Page, step: str, filters: Filters) -> str:
    """A step in words; opening and closing with the period's first and last day (rule 16)."""
    start, end = filters.start or filters.as_of, filters.end or filters.as_of
    day = page.reader.f.date(start if step == "opening" else end)
    return page.reader.t(f"account.steps.{step}", day=day)


def _open(step: str) -> None:
    choose("step", None if step in _PLAIN else step)


def _rows(page: Page, currency: str, filters: Filters) -> None:
    """The entries behind the step that the address names."""
    step = chosen().get("step", "")
    if step not in bridge.MOVES:
        return
    reader = page.reader
    rows = page.ask(bridge.bridge_rows, replace(filters, currency=currency), step=step)
    opened_heading(reader, name_of(page, step, filters), "step")

    columns = columns_for(
        page,
        Column("document_no"),
        Column("entry_date", "day", reader.t("columns.date")),
        Column("customer_no"),
        Column("kind", "word"),
        Column("amount", "money"),
    )
    table(
        rows,
        columns,
        reader=reader,
        key="bridge_rows",
        alt=name_of(page, step, filters),
        open_row=opener(page),
    )


def waterfall(steps: Sequence[Step], currency: str, reader: Reader) -> Spec:
    """Opening and closing from the ground, what lies between from where the last one ended."""
    colours = palette()
    bases, tops, reached = [], [], Decimal(0)
    for step in steps:
        begins = Decimal(0) if step["step"] in _PLAIN else reached
        reached = begins + step["amount"]
        bases.append(begins)
        tops.append(reached)
    names = [_broken(step["name"]) for step in steps]
    bars = {
        "type": "bar",
        "x": names,
        "y": [float(step["amount"]) for step in steps],
        "base": [float(base) for base in bases],
        "marker": {"color": [_colour(step, colours) for step in steps]},
        "customdata": [reader.f.money(step["amount"], currency) for step in steps],
        "hovertemplate": "%{x}<br>%{customdata}<extra></extra>",
    }
    written = {
        "type": "scatter",
        "mode": "text",
        "x": names,
        "y": [float(max(ends)) for ends in zip(bases, tops, strict=True)],
        "text": [reader.f.short(step["amount"], currency) for step in steps],
        "textposition": "top center",
        "textfont": {"size": 11, "color": colours.text},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return charts.template(
        [bars, written],
        colours,
        height=300,
        bargap=0.35,
        showlegend=False,
        xaxis={"type": "category", "tickangle": 0, "fixedrange": True, "automargin": True}
        | {"tickfont": {"color": colours.faint, "size": 11}},
        yaxis=charts.money_axis([*bases, *tops], currency, reader, colours),
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )


def _broken(name: str) -> str:
    """The name on two lines, so that several stand beside each other."""
    words = name.split(" ")
    return name if len(words) < 2 else f"{' '.join(words[:-1])}<br>{words[-1]}"


def _colour(step: Step, colours: Palette) -> str:
    if step["step"] in _PLAIN:
        return colours.actual
    return colours.bad if step["amount"] > 0 else colours.good
