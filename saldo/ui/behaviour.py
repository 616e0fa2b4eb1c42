"""Behaviour: how the account pays, month by month, each figure with its formula (rules 17, 18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo import access
from saldo.access import Role
from saldo.i18n import Reader
from saldo.reporting.behaviour import outstanding_days, payment_behaviour, summed_up
from saldo.ui import charts
from saldo.ui.charts import Spec
from saldo.ui.colours import palette
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.tables import Column, table

_CUSTOMER = ("beyond", "to_pay", "payable")
_REP = ("beyond", "to_pay", "simple", "countback", "best", "delinquent")


def behaviour(page: Page, currency: str) -> None:
    """The figures of the last twelve months (or the period) and days beyond terms by month."""
    reader, t = page.reader, page.reader.t
    months = summed_up(page.ask(payment_behaviour), "month").filter(pl.col("currency") == currency)
    standing = page.ask(outstanding_days).filter(pl.col("currency") == currency)
    values = _values(summed_up(months), standing)
    figures = _REP if page.viewer.role is Role.rep else _CUSTOMER
    with st.grid(len(figures), min_column_width=165, gap="small", key="behaviour"):
        for name in figures:
            _figure(page, name, values, currency)
    st.caption(t(f"account.shift_{_shift()}"))
    if months.is_empty():
        st.caption(t("account.nothing_paid"))
        return

    names = [reader.f.month(month) for month in months["month"]]

    def rows() -> None:
        table(
            months.with_columns(name=pl.Series(names, dtype=pl.String)).reverse(),
            [
                Column("name", heading=t("columns.month")),
                Column("parts", "count", t("account.paid_parts")),
                Column("paid", "money", t("account.paid")),
                Column("days_beyond_terms", "quantity", t("account.days.beyond.name")),
                Column("days_to_pay", "quantity", t("account.days.to_pay.name")),
            ],
            reader=reader,
            key="behaviour_rows",
            alt=t("account.views.behaviour"),
        )

    said = [
        f"{name} {_days(days, reader)}"
        for name, days in zip(names, months["days_beyond_terms"], strict=True)
    ]
    charts.chart(
        months_beyond(months["month"].to_list(), months["days_beyond_terms"].to_list(), reader),
        key="beyond",
        alt=f"{t('account.days.beyond.name')}: {', '.join(said)}",
        reader=reader,
        table=rows,
    )


def _shift() -> str:
    return "counted" if access.office().settings.shift_counts else "not_counted"


def _values(totals: pl.DataFrame, standing: pl.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys((*_CUSTOMER, *_REP))
    for row in standing.iter_rows(named=True):
        found |= row | {"payable": row["simple"]}
    for row in totals.iter_rows(named=True):
        found |= {"beyond": row["days_beyond_terms"], "to_pay": row["days_to_pay"]}
    return found


def _figure(page: Page, name: str, values: dict[str, Any], currency: str) -> None:
    """A figure in days; its formula with these numbers is one click away."""
    reader, t = page.reader, page.reader.t
    amounts = {
        key: plain(reader.f.money(values.get(key) or Decimal(0), currency))
        for key in ("receivables", "overdue", "billed")
    }
    others = {key: _days(values.get(key), reader) for key in ("simple", "best")}
    with st.container(border=True, gap="xxsmall", height="stretch", key=f"days_{name}"):
        st.caption(t(f"account.days.{name}.name"))
        st.markdown(f"**{_days(values.get(name), reader)}**")
        with st.popover(t("account.formula"), type="tertiary", key=f"formula_{name}"):
            st.markdown(t(f"account.days.{name}.formula", **amounts, **others))


def _days(days: Decimal | None, reader: Reader) -> str:
    if days is None:
        return "–"
    return reader.t("account.in_days", days=reader.f.number(days, places=1))


def _tick(month: date, first: bool, reader: Reader) -> str:
    """The month, its year below where one begins."""
    name = reader.f.short_month(month, year=False)
    return f"{name}<br>{month.year}" if first or month.month == 1 else name


def months_beyond(months: Sequence[date], days: Sequence[Decimal | None], reader: Reader) -> Spec:
    """A column per month: above the line is late, below it early."""
    colours = palette()
    values = [value or Decimal(0) for value in days]
    columns = {
        "type": "bar",
        "x": list(range(len(months))),
        "y": [float(value) for value in values],
        "marker": {"color": [colours.bad if value > 0 else colours.good for value in values]},
        "text": [reader.f.number(value, places=1) for value in values],
        "textposition": "outside",
        "textfont": {"size": 11, "color": colours.text},
        "cliponaxis": False,
        "customdata": [reader.f.month(month) for month in months],
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
    }
    shown = range(0, len(months), -(-len(months) // 12))
    return charts.template(
        [columns],
        colours,
        height=220,
        bargap=0.35,
        xaxis={"tickangle": 0, "fixedrange": True, "automargin": True, "showgrid": False}
        | {
            "tickvals": list(shown),
            "ticktext": [_tick(months[at], at == 0, reader) for at in shown],
        }
        | {"zeroline": False, "tickfont": {"color": colours.faint, "size": 11}},
        yaxis={"fixedrange": True, "gridcolor": colours.grid, "zerolinecolor": colours.faint}
        | {"tickfont": {"color": colours.faint, "size": 11}, "automargin": True},
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )
