"""Deliveries: the parts of the page: the sentence, the figures, what narrows them, the weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import Filters, orders
from saldo.reporting.filters import BASELINES
from saldo.ui import charts
from saldo.ui.figures import Figure, figure_row
from saldo.ui.filters import choice
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.tables import Column, table
from saldo.ui.weeks import week_columns

USUAL = "latest_confirmed"


def unnarrowed(page: Page) -> Filters:
    """The page's filters without those of its list: what the sentence and the figures are of."""
    return replace(page.filters, status=None, search=None, start=None, end=None)


def measured(page: Page, counts: pl.DataFrame) -> Page:
    """The page with its baseline: the one asked for, else the requested date where a source
    knows no confirmations.
    """
    if page.filters.baseline or _total(counts, "confirmed"):
        return page
    return replace(page, filters=replace(page.filters, baseline="requested"))


def sentence(page: Page, counts: pl.DataFrame) -> None:
    """What is late, what slipped again and again, and when the next delivery is expected."""
    t, f = page.reader.t, page.reader.f
    late, twice = _total(counts, "late"), _total(counts, "slipped_twice")
    if not _total(counts, "open"):
        said = t("deliveries.sentence.nothing_open")
    else:
        first = t("deliveries.sentence.late", count=late) if late else ""
        parts = [first or t("deliveries.sentence.none_late")]
        moved = "slipped_too" if late else "slipped_twice"
        parts += [t(f"deliveries.sentence.{moved}", count=twice)] if twice else []
        said = ", ".join(parts)
        if (day := _next(counts)) is not None:
            said += "; " + t("deliveries.sentence.next", week=f.week(day), day=f.date(day))
        said += "."
    with st.container(key="sentence"):
        st.markdown(said)


def choices(page: Page) -> None:
    """The site, and the date that late and on time are measured against (rule 20)."""
    t, filters = page.reader.t, page.filters
    sites = _sites(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="choices"):
        st.caption(t("deliveries.measured"), width="content")
        with st.container(width=270, key="baseline"):
            named = {name: word(name, page.reader) for name in BASELINES}
            now = filters.baseline or USUAL
            choice("baseline", named, now, label=t("deliveries.measured"), default="")
        if len(sites) > 1:
            with st.container(width=270, key="site"):
                options = {"": t("deliveries.all_sites"), **sites}
                now = filters.site if filters.site in options else ""
                choice("site", options, now or "", label=t("columns.site_name"), default="")


def figures(page: Page, counts: pl.DataFrame) -> None:
    """Open, late now, moved, on time; each opens its lines."""
    t, f = page.reader.t, page.reader.f
    late, twice = _total(counts, "late"), _total(counts, "slipped_twice")
    longest = counts["longest_late"].max()
    show = t("deliveries.figures.show")
    at_most = t("deliveries.figures.at_most", days=f.days(longest)) if late else show  # type: ignore[arg-type]
    moved = t("deliveries.figures.twice", count=twice) if twice else show
    row = [
        _figure(page, "open", _total(counts, "open"), show),
        _figure(page, "late", late, at_most, "red" if late else None),
        _figure(page, "slipped", _total(counts, "slipped"), moved),
    ]
    figure_row(row + _on_time(page), page.reader)


def _figure(page: Page, status: str, count: int, link: str, tone: str | None = None) -> Figure:
    name = page.reader.t(f"deliveries.figures.{status}")
    said = page.reader.f.number(count)
    return Figure(name, said, link, "deliveries", _address(page, status), tone)


def _on_time(page: Page) -> list[Figure]:
    """One figure per measure: delivered, or shipped where that is all a source knows (rule 20)."""
    t, baseline = page.reader.t, page.filters.baseline or USUAL
    counted = page.ask(orders.on_time, unnarrowed(page)).filter(baseline=baseline)
    return [
        Figure(
            t(f"deliveries.on_time.{row['measure']}"),
            _share(page, row["on_time"], row["lines"]),
            t("deliveries.figures.of_lines", on_time=row["on_time"], lines=row["lines"]),
            "deliveries",
            _address(page, "due"),
        )
        for row in counted.iter_rows(named=True)
    ]


def _share(page: Page, part: int, whole: int) -> str:
    return page.reader.f.percent(Decimal(part) / Decimal(whole))


def _address(page: Page, status: str) -> dict[str, str]:
    filters = page.filters
    return page.query(status=status, site=filters.site, baseline=filters.baseline)


def weeks(page: Page) -> None:
    """The lines by the week they fall due, with their figures as a table."""
    reader, t = page.reader, page.reader.t
    counted = page.ask(orders.delivery_weeks, unnarrowed(page))
    if counted.is_empty():
        st.caption(t("deliveries.weeks.nothing"))
        return
    states = ("lines", "on_time", "late", "late_now", "to_come")
    by_week = counted.group_by("week").agg(pl.col(states).sum()).sort("week")

    def rows() -> None:
        named = [reader.f.week(week) for week in by_week["week"]]
        columns = [Column(name, "count", t(f"deliveries.weeks.{name}")) for name in states]
        table(
            by_week.with_columns(number=pl.Series(named, dtype=pl.String)),
            [Column("number", heading=t("columns.week")), Column("week", "day"), *columns],
            reader=reader,
            key="weeks_rows",
            alt=t("deliveries.weeks.title"),
        )

    totals = {name: int(by_week[name].sum()) for name in states}
    charts.chart(
        week_columns(by_week, page.filters.as_of, reader),
        key="weeks",
        alt=t("deliveries.weeks.says", **totals),
        reader=reader,
        table=rows,
    )


def baselines(page: Page) -> None:
    """On time by each named baseline, side by side (rule 20)."""
    reader, t = page.reader, page.reader.t
    counted = page.ask(orders.on_time, unnarrowed(page))
    if counted.is_empty():
        st.caption(t("deliveries.on_time.nothing"))
        return
    several = counted["measure"].n_unique() > 1
    lines = [
        Line(
            word(row["baseline"], reader)
            + (f" ({word(row['measure'], reader).lower()})" if several else ""),
            t(
                "deliveries.on_time.of",
                share=_share(page, row["on_time"], row["lines"]),
                on_time=row["on_time"],
                lines=row["lines"],
            ),
            strong=row["baseline"] == (page.filters.baseline or USUAL),
        )
        for row in counted.iter_rows(named=True)
    ]
    small_table(lines, key="baselines", alt=t("deliveries.on_time.title"))
    st.caption(t("deliveries.on_time.how"))


def _sites(page: Page) -> dict[str, str]:
    """The sites that anything was ordered to, by name."""
    found = page.ask(
        orders.sites, Filters(as_of=page.filters.as_of, customers=page.filters.customers)
    )
    return {
        number: f"{name} · {number}" if name else number
        for number, name in found.select("site_no", "site_name").iter_rows()
    }


def _total(counts: pl.DataFrame, name: str) -> int:
    return int(counts[name].sum())


def _next(counts: pl.DataFrame) -> date | None:
    day = counts["next_due"].min()
    return day if isinstance(day, date) else None
