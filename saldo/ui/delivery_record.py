"""Delivery record: on time and in full, how it went month by month, lead times, how dates held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.forecast.arrivals import Backtest
from saldo.reporting import Filters, arrivals, lead_times, orders
from saldo.reporting.filters import BASELINES
from saldo.reporting.lead_times import DAYS, usual_lead_times
from saldo.ui import charts
from saldo.ui.deliveries import USUAL
from saldo.ui.filters import period_popover
from saldo.ui.on_time_trend import on_time_trend
from saldo.ui.page import Page
from saldo.ui.sections import section
from saldo.ui.state import become
from saldo.ui.tables import Column, table

_COUNTS = ("lines", "on_time", "partly", "in_full")


def record(page: Page) -> None:
    """All of the record, under the page's period (the last year where none is chosen)."""
    filters = replace(page.filters, status=None, search=None, category=None)
    parts = page.ask(orders.on_time_parts, filters)
    with st.container(horizontal=True, vertical_alignment="center", key="record_head"):
        st.caption(page.reader.t("deliveries.record.period"), width="content")
        period_popover(filters, page.reader, page.reader.t("deliveries.due_any"))
    section(page, "deliveries.on_time.title", "on-time", filters)
    if parts.is_empty():
        st.caption(page.reader.t("deliveries.on_time.nothing"))
    else:
        _on_time(page, filters, parts)
    _lead_times(page, filters)
    _check(page, filters)


def _on_time(page: Page, filters: Filters, parts: pl.DataFrame) -> None:
    reader, t = page.reader, page.reader.t
    chosen = filters.baseline or USUAL
    left, right = st.columns(2, gap="large")
    with left:
        by_baseline = orders.summed(parts, "baseline")
        ordered = by_baseline.sort("measure", pl.col("baseline").cast(pl.Enum(BASELINES)))
        _counts(page, ordered, "baseline", "baselines")
        st.caption(t("deliveries.on_time.how"))
    months = orders.summed(parts, "baseline", "month").sort("month")
    if months["month"].n_unique() > 1:
        with right:
            charts.chart(
                on_time_trend(months, chosen, reader),
                key="on_time_trend",
                alt=t("deliveries.record.trend_says", baseline=word(chosen, reader)),
                reader=reader,
                table=lambda: _counts(
                    page,
                    months.filter(baseline=chosen).with_columns(
                        month=pl.Series(
                            [reader.f.month(d) for d in months.filter(baseline=chosen)["month"]]
                        )
                    ),
                    "month",
                    "months_rows",
                ),
            )
    of_one = parts.filter(baseline=chosen).with_columns(
        site=pl.coalesce("site_name", "site_no", pl.lit(t("deliveries.no_site")))
    )
    if of_one.is_empty():
        return
    first, second = st.columns(2, gap="large")
    with first:
        st.markdown(f"**{t('deliveries.record.by_group')}**")
        groups = orders.summed(of_one, "category").sort("lines", descending=True)
        _counts(page, groups, "category", "on_time_groups", opens="category")
    with second:
        st.markdown(f"**{t('deliveries.record.by_site')}**")
        sites = orders.summed(of_one, "site", "site_no").sort("lines", descending=True)
        _counts(page, sites, "site", "on_time_sites", opens="site_no")


def _counts(
    page: Page, counted: pl.DataFrame, name: str, key: str, *, opens: str | None = None
) -> None:
    """On time and in full as a share with what it is of; partly, and in full by now."""
    reader, t = page.reader, page.reader.t
    share = [
        reader.f.percent(Decimal(row["on_time"]) / Decimal(row["lines"]))
        for row in counted.iter_rows(named=True)
    ]
    several = counted["measure"].n_unique() > 1

    def open_one(row: Mapping[str, Any]) -> None:
        narrowed = (
            {"category": row["category"]} if opens == "category" else {"site": row["site_no"]}
        )
        kept = {"start": page.filters.start, "end": page.filters.end}
        become(page.query(status="due", baseline=page.filters.baseline, **kept, **narrowed))

    table(
        counted.with_columns(share=pl.Series(share, dtype=pl.String)),
        [
            Column(
                name, "word" if name in ("baseline", "category") else "text", _heading(page, name)
            ),
            *([Column("measure", "word")] if several else []),
            Column("share", heading=t("columns.on_time"), width=125),
            *(Column(each, "count", width=80) for each in ("lines", "partly", "in_full")),
        ],
        reader=reader,
        key=key,
        alt=t("deliveries.on_time.title"),
        open_row=open_one if opens else None,
    )


def _heading(page: Page, name: str) -> str:
    headings = {"category": "deliveries.record.group", "site": "columns.site_name"}
    return page.reader.t(headings.get(name, f"columns.{name}"))


def _lead_times(page: Page, filters: Filters) -> None:
    reader, t = page.reader, page.reader.t
    section(page, "deliveries.record.lead_times", "lead-times", filters)
    times = page.ask(lead_times.lead_times, filters)
    if times.is_empty():
        st.caption(t("deliveries.record.no_lead_times"))
        return
    every = usual_lead_times(times).with_columns(category=pl.lit(t("deliveries.record.all")))
    groups = usual_lead_times(times, "category").sort("lines", descending=True)
    rows = pl.concat(
        [every.select(groups.columns), groups if groups.height > 1 else groups.clear()]
    )
    table(
        rows,
        [
            Column("category", "word", t("deliveries.record.group")),
            *([Column("measure", "word")] if rows["measure"].n_unique() > 1 else []),
            Column("lines", "count"),
            *(Column(name, "count") for name in DAYS),
        ],
        reader=reader,
        key="lead_times",
        alt=t("deliveries.record.lead_times"),
    )
    st.caption(t("deliveries.record.days_how"))


def _check(page: Page, filters: Filters) -> None:
    """How well expected dates and ranges held, in plain words, beside the promise alone."""
    t, f = page.reader.t, page.reader.f
    bare = replace(filters, start=None, end=None, site=None)
    found: Backtest = page.ask(arrivals.arrival_check, bare)
    section(page, "deliveries.record.check")
    if not found.forecasts:
        st.markdown(t("deliveries.record.no_check"))
        return
    said = t(
        "deliveries.record.checked",
        forecasts=f.number(found.forecasts),
        share=f.percent(Decimal(found.covered) / Decimal(found.forecasts)),
        error=f.number(Decimal(repr(round(found.error, 1))), places=1),
        promise=f.number(Decimal(repr(round(found.promise_error, 1))), places=1),
    )
    st.markdown(said)
    st.caption(t("deliveries.record.check_how"))
