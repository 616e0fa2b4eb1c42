"""Timeline: what comes when, by order, by week or by site; a click narrows the list below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from saldo.reporting import Filters, orders
from saldo.ui import charts
from saldo.ui.deliveries import unnarrowed
from saldo.ui.downloads import downloads
from saldo.ui.filters import tabs
from saldo.ui.order_lines import draw_track
from saldo.ui.page import Page
from saldo.ui.site_lanes import SITES, site_lanes
from saldo.ui.state import become, chosen
from saldo.ui.tables import Column, table
from saldo.ui.weeks import STATES, WEEK, mondays_of, week_columns

_VIEWS = ("order", "week", "site")
_SUMS = ("lines", *STATES)


def timeline(page: Page, filters: Filters, lines: pl.DataFrame) -> None:
    """The choice of view and its chart; by order it is of the lines that are listed."""
    t = page.reader.t
    view = chosen().get("view", "order")
    view = view if view in _VIEWS else "order"
    counted = page.ask(orders.delivery_weeks, unnarrowed(page))
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="timeline_head"
    ):
        options = {name: t(f"deliveries.view.{name}") for name in _VIEWS}
        tabs("view", options, view, label=t("deliveries.view.label"), default="order")
        st.space("stretch")
        if view != "order":
            downloads("delivery-weeks", unnarrowed(page), page.reader)
    if view == "order":
        draw_track(page, lines, page.ask(orders.promises, filters))
    elif counted.is_empty():
        st.caption(t("deliveries.weeks.nothing"))
    elif view == "week":
        _weeks(page, counted)
    else:
        _sites(page, counted)


def _weeks(page: Page, counted: pl.DataFrame) -> None:
    reader, t = page.reader, page.reader.t
    by_week = counted.group_by("week").agg(pl.col(_SUMS).sum()).sort("week")
    mondays = mondays_of(by_week)

    def picked(at: int) -> None:
        become(_due_in(page, mondays[at]))

    charts.chart(
        week_columns(by_week, page.filters.as_of, reader),
        key="weeks",
        alt=t("deliveries.weeks.says", **_totals(by_week)),
        reader=reader,
        table=lambda: _rows(page, by_week, "weeks_rows"),
        picked=picked,
    )
    st.caption(t("deliveries.weeks.click"))


def _sites(page: Page, counted: pl.DataFrame) -> None:
    reader, t = page.reader, page.reader.t
    named = counted.with_columns(
        place=pl.coalesce("site_name", "site_no", pl.lit(t("deliveries.no_site")))
    )
    by_site = (
        named.group_by("customer_no", "site_no", "place", "week")
        .agg(pl.col(_SUMS).sum())
        .sort("place", "customer_no", "week")
    )
    shown = by_site.filter(pl.col("place").is_in(_busiest(by_site)))

    def picked(at: int) -> None:
        row = shown.row(at, named=True)
        become(_due_in(page, row["week"], site=row["site_no"]))

    charts.chart(
        site_lanes(shown, page.filters.as_of, reader),
        key="site_lanes",
        alt=t("deliveries.weeks.says", **_totals(by_site)),
        reader=reader,
        table=lambda: _rows(page, by_site, "site_rows"),
        picked=picked,
    )
    st.caption(t("deliveries.weeks.click"))


def _busiest(by_site: pl.DataFrame) -> Sequence[str]:
    """The places with most late and coming lines, as many as a chart holds."""
    weight = pl.col("late_now") * 1000 + pl.col("to_come") * 10 + pl.col("lines")
    found = by_site.group_by("place").agg(weight.sum().alias("weight"))
    return found.sort("weight", "place", descending=[True, False])["place"].head(SITES).to_list()


def _due_in(page: Page, monday: date, site: str | None = None) -> dict[str, str]:
    """The address of the lines due in a week, where the chart stays as it is."""
    sunday = monday + WEEK - timedelta(days=1)
    address = page.query(
        status="planned",
        start=monday,
        end=sunday,
        site=site or page.filters.site,
        baseline=page.filters.baseline,
    )
    return address | {"view": chosen().get("view", "order")}


def _rows(page: Page, frame: pl.DataFrame, key: str) -> None:
    reader, t = page.reader, page.reader.t
    numbers = [reader.f.week(week) for week in frame["week"]]
    place = [Column("place", heading=t("columns.site_name"))] if "place" in frame.columns else []
    sums = [Column(name, "count", t(f"deliveries.weeks.{name}")) for name in _SUMS]
    table(
        frame.with_columns(number=pl.Series(numbers, dtype=pl.String)),
        [Column("number", heading=t("columns.week")), Column("week", "day"), *place, *sums],
        reader=reader,
        key=key,
        alt=t("deliveries.weeks.title"),
    )


def _totals(frame: pl.DataFrame) -> dict[str, Any]:
    return {name: int(frame[name].sum()) for name in _SUMS}
