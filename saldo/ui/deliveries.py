"""Deliveries: the head of the page: the sentence, the figures, what narrows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import Filters, arrivals, orders
from saldo.reporting.filters import BASELINES
from saldo.ui.calendars import calendars
from saldo.ui.figures import Figure, figure_row
from saldo.ui.filters import choice, tabs
from saldo.ui.page import Page
from saldo.ui.state import chosen

USUAL = "latest_confirmed"
PARTS = ("lines", "record", "billing")


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


def at_risk(page: Page) -> int:
    """How many open lines are not late and more likely than not will be."""
    return int(page.ask(arrivals.arrivals, unnarrowed(page))["at_risk"].sum())


def sentence(page: Page, counts: pl.DataFrame) -> None:
    """What is late or about to be, what slipped again and again, and what comes next."""
    t, f = page.reader.t, page.reader.f
    late, twice = _total(counts, "late"), _total(counts, "slipped_twice")
    if not _total(counts, "open"):
        said = t("deliveries.sentence.nothing_open")
    else:
        first = t("deliveries.sentence.late", count=late) if late else ""
        parts = [first or t("deliveries.sentence.none_late")]
        risky = at_risk(page)
        parts += [t("deliveries.sentence.at_risk", count=risky)] if risky else []
        moved = "slipped_too" if late or risky else "slipped_twice"
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
        st.space("stretch")
        calendars(page, "deliveries", "arrivals", unnarrowed(page))


def figures(page: Page, counts: pl.DataFrame) -> None:
    """Open, late now, moved, on time; each opens its lines."""
    t, f = page.reader.t, page.reader.f
    late, twice = _total(counts, "late"), _total(counts, "slipped_twice")
    longest = counts["longest_late"].max()
    show = t("deliveries.figures.show")
    at_most = t("deliveries.figures.at_most", days=f.days(longest)) if late else show  # type: ignore[arg-type]
    moved = t("deliveries.figures.twice", count=twice) if twice else show
    risky = at_risk(page)
    row = [
        _figure(page, "open", _total(counts, "open"), show),
        _figure(page, "late", late, at_most, "red" if late else None),
        _figure(page, "at_risk", risky, show, "orange" if risky else None),
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


def part_shown(page: Page) -> str:
    """The part of the page that is chosen: the lines, the record, what billing lacks."""
    t = page.reader.t
    now = chosen().get("show", "lines")
    now = now if now in PARTS else "lines"
    options = {name: t(f"deliveries.show.{name}") for name in PARTS}
    with st.container(key="parts"):
        tabs("show", options, now, label=t("deliveries.title"), default="lines")
    return now


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
