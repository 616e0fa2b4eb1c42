"""Order lines: the list under its tabs: the most urgent as a promise track, all of them as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.i18n import Reader
from saldo.reporting import Filters, arrivals, orders
from saldo.ui import charts, empty
from saldo.ui.deliveries import USUAL, at_risk, unnarrowed
from saldo.ui.downloads import downloads
from saldo.ui.filters import period_popover, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.promise_track import ROWS, promise_track, tracks
from saldo.ui.state import choose, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = {"open": "open", "late": "late", "slipped": "slipped", "delivered": "delivered"}
_KEY = ("customer_no", "company_no", "order_no", "line_no")
_TOLD = ("expected", "earliest", "latest", "late_risk", "at_risk")


def asked(page: Page, counts: pl.DataFrame) -> Filters:
    """The filters of the list: what is open unless asked otherwise, all where nothing is.

    A search looks in all lines.
    """
    nothing_open = not counts["open"].sum()
    usual = "all" if page.filters.search or nothing_open else "open"
    return replace(page.filters, status=page.filters.status or usual)


def controls(page: Page, filters: Filters) -> None:
    """The tabs with how many each holds, the period of order dates, the search to take off."""
    t, f = page.reader.t, page.reader.f
    counts = page.ask(orders.order_counts, page.filters)
    held = {name: int(counts[column].sum()) for name, column in (*_TABS.items(), ("all", "lines"))}
    risky = at_risk(page)
    if risky and not page.filters.search:
        at = list(held.items())
        held = dict([*at[:2], ("at_risk", risky), *at[2:]])
    status = filters.status or "open"
    names = [*held] if status in held else [*held, status]
    shipped_only = counts["measure"].to_list() == ["shipped"]
    words = {"delivered": "shipped"} if shipped_only else {}
    options = {
        name: t(f"deliveries.tabs.{words.get(name, name)}")
        + (f" · {f.number(held[name])}" if name in held else "")
        for name in names
    }
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        tabs("status", options, status, label=t("columns.status"), default="")
        st.space("stretch")
        if page.filters.search:
            st.button(
                f"{t('deliveries.only_search')} “{plain(page.filters.search)}”",
                key="only_search",
                icon=":material/close:",
                on_click=forget,
                args=("search",),
            )
        if page.filters.category:
            st.button(
                f"{t('deliveries.only_search')} {plain(word(page.filters.category, page.reader))}",
                key="only_category",
                icon=":material/close:",
                on_click=forget,
                args=("category",),
            )
        due = status in ("due", "planned")
        any_time = "deliveries.due_any" if due else "deliveries.ordered_any"
        period_popover(page.filters, page.reader, t(any_time))


def listed(page: Page, filters: Filters, lines: pl.DataFrame) -> None:
    """The chosen lines: a page of them as rows, and what they come to."""
    if lines.is_empty():
        empty.nothing(page.reader.t("deliveries.nothing"), page.reader.t("deliveries.nothing_hint"))
        return
    line_table(page, paged(lines), key="lines", opens=True)
    page_chooser(lines)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_row"):
        st.markdown(_sum(page, lines), width="stretch")
        downloads("orders", filters, page.reader)


def draw_track(page: Page, lines: pl.DataFrame, promises: pl.DataFrame) -> None:
    """The first of the lines as promise tracks; how many more the table holds."""
    reader, t = page.reader, page.reader.t
    found = tracks(with_arrivals(page, lines), promises)
    if not found:
        return
    shown = found[:ROWS]
    charts.chart(
        promise_track(shown, page.filters.as_of, reader),
        key="track",
        alt=t(
            "deliveries.track.says",
            count=sum(len(track.names) for track in shown),
            late=sum(len(track.names) for track in shown if track.is_late),
            moved=sum(len(track.names) for track in shown if track.moved_by > 0),
        ),
        reader=reader,
    )
    if len(found) > ROWS:
        st.caption(t("deliveries.track.more", shown=len(shown), count=len(found)))


def line_table(page: Page, lines: pl.DataFrame, *, key: str, opens: bool = False) -> None:
    """A row per line with its state in words and colour; where it opens, the number opens it."""

    def open_one(row: Mapping[str, Any]) -> None:
        choose("order", f"{row['company_no']}/{row['order_no']}")

    rows = _with_words(lines, page)
    table(
        rows,
        _columns(page, rows, opens=opens),
        reader=page.reader,
        key=key,
        alt=page.reader.t("deliveries.title"),
        open_row=open_one if opens else None,
    )


def state(row: Mapping[str, Any], reader: Reader) -> tuple[str, str]:
    """How a line stands, in words, and the tone of it."""
    t, f = reader.t, reader.f
    if row["is_late"]:
        return t("deliveries.late_by", days=f.days(row["late_days"])), "late"
    measure = "delivered" if row["knows_delivery"] else "shipped"
    if row["completed"] is not None and row["late_days"]:
        days = f.days(row["late_days"])
        return t(f"deliveries.states.{measure}_late", days=days), "slipped"
    if row["completed"] is not None:
        timed = row["late_days"] is not None
        return t(f"deliveries.states.{measure}{'_in_time' if timed else ''}"), "in_time"
    if row["cancelled"] is not None:
        return word("cancelled", reader), "cancelled"
    return _open_state(row, reader)


def _open_state(row: Mapping[str, Any], reader: Reader) -> tuple[str, str]:
    """Of a line that is neither late nor complete: how far it is, and what speaks against it."""
    t = reader.t
    partly = row["delivered_qty"] or (row["shipped"] and row["milestone"] == "shipped")
    words = t("deliveries.states.partly") if partly else word(row["milestone"], reader)
    if row["at_risk"]:
        return t("deliveries.states.at_risk", state=words, risk=row["late_risk"]), "slipped"
    if row["slips"]:
        return t("deliveries.states.moved", state=words, count=row["slips"]), "slipped"
    return words, ""


def with_arrivals(page: Page, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with what is expected of those that are open."""
    told = page.ask(arrivals.arrivals, replace(unnarrowed(page), site=None, category=None))
    found = lines.join(told.select(*_KEY, *_TOLD), on=_KEY, how="left", maintain_order="left")
    return found.with_columns(pl.col("at_risk").fill_null(False))


def _with_words(lines: pl.DataFrame, page: Page) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    lines = with_arrivals(page, lines)
    states = [state(row, page.reader) for row in lines.iter_rows(named=True)]
    weeks = [page.reader.f.week(day) if day else None for day in lines["due_on"]]
    ranges = [_between(row, page.reader) for row in lines.iter_rows(named=True)]
    return lines.with_columns(
        pl.Series("between", ranges, dtype=pl.String),
        pl.Series("state", [words for words, _ in states], dtype=pl.String),
        pl.Series("tone", [tone for _, tone in states], dtype=pl.String),
        pl.Series("week", weeks, dtype=pl.String),
        pl.col("slip_days").replace(0, None),
        pl.coalesce("site_name", "site_no").alias("site_name"),
        pl.coalesce("description", "product_no").alias("description"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _between(row: Mapping[str, Any], reader: Reader) -> str | None:
    """The 80 % range, as short as its days allow."""
    first, last = row["earliest"], row["latest"]
    if first is None:
        return None
    return reader.f.date(first) if first == last else reader.f.period(first, last)


def _columns(page: Page, rows: pl.DataFrame, *, opens: bool) -> list[Column]:
    t, baseline = page.reader.t, page.filters.baseline or USUAL
    several = opens and page.accounts.height > 1
    wanted = [
        Column("order_no", pinned=True) if opens else Column("line_no", width="small"),
        Column("customer_name") if several else None,
        Column("description"),
        Column("state", tones="tone", heading=t("columns.status"), width=230),
        Column("due_on", "day", t(f"deliveries.due_on.{baseline}")),
        Column("week", heading=t("columns.week"), width="small"),
        Column("expected", "day"),
        Column("between", heading=t("deliveries.between"), width=190),
        Column("requested", "day") if baseline != "requested" else None,
        Column("slip_days", "days", t("deliveries.moved_by"), width="small"),
        Column("ordered_qty", "quantity", t("deliveries.ordered")),
        Column("delivered_qty", "quantity", t("deliveries.delivered"))
        if rows["knows_delivery"].any()
        else None,
        Column("unit", width="small"),
        Column("unit_price", "price") if not opens else None,
        Column("completed", "day"),
        Column("site_name"),
        Column("purchase_order") if opens else None,
        Column("ordered_on", "day") if opens else None,
    ]
    known = [column for column in wanted if column is not None]
    return [column for column in known if not rows[column.name].is_null().all()]


def _sum(page: Page, lines: pl.DataFrame) -> str:
    t = page.reader.t
    said = t("deliveries.sum", count=lines.height)
    in_time = lines.filter(pl.col("completed") <= pl.col("due_on")).height
    late, moved = int(lines["is_late"].sum()), lines.filter(pl.col("slips") > 0).height
    also = {"late": late, "moved": moved, "in_time": in_time}
    return ", ".join([said, *(t(f"deliveries.also.{k}", count=n) for k, n in also.items() if n)])
