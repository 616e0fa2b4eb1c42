"""Contracts: the parts of the page: the sentence, the figures, the list, the year's deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import Filters
from saldo.reporting import contracts as agreed
from saldo.ui import charts, empty
from saldo.ui.calendars import calendars
from saldo.ui.contract_timeline import ROWS, contract_timeline
from saldo.ui.contract_words import first_word, state
from saldo.ui.downloads import downloads
from saldo.ui.figures import Figure, figure_row, money_list
from saldo.ui.filters import choice, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = {"current": "current_ones", "notice": "notice", "ended": "ended", "all": "contracts"}


def unnarrowed(page: Page) -> Filters:
    """The page's filters without those of its list."""
    return replace(
        page.filters, status=None, search=None, start=None, end=None, site=None, category=None
    )


def asked(page: Page) -> Filters:
    """The filters of the list: what has not ended, unless asked otherwise; a search finds all."""
    usual = "all" if page.filters.search else "current"
    return replace(page.filters, status=page.filters.status or usual)


def sentence(page: Page, counts: pl.DataFrame) -> None:
    """How many contracts, what they cost a month, and which notice comes first (rule 25)."""
    t, running = page.reader.t, int(counts["current_ones"].sum())
    if not running:
        parts = [t("contracts.sentence.all_ended")]
    else:
        cost = _money(page, counts, "monthly_amount")
        parts = [t("contracts.sentence.running", count=running, amount=f"**{plain(cost)}**")]
        parts.append(_next_notice(page))
    with st.container(key="sentence"):
        st.markdown(" ".join(part for part in parts if part))


def _next_notice(page: Page) -> str:
    soon = page.ask(agreed.contract_deadlines, unnarrowed(page)).sort("last_notice_day")
    if soon.is_empty():
        return page.reader.t("contracts.sentence.no_notice")
    row, f = soon.row(0, named=True), page.reader.f
    several = len(page.currencies) > 1
    return page.reader.t(
        "contracts.sentence.next",
        day=f"**{f.date(row['last_notice_day'])}**",
        days=f.days(row["days_left"]),
        name=plain(row["name"] or row["contract_no"]),
        amount=f"**{plain(f.money(row['renewal_cost'], row['currency'], code=several))}**",
    )


def figures(page: Page, counts: pl.DataFrame) -> None:
    """Running contracts, cost a month, committed, and what the year's renewals come to."""
    t = page.reader.t
    show = t("contracts.figures.show")
    current = page.query(status="current")
    renewing = Figure(
        t("contracts.figures.renewal"), _amounts(counts, "renewal_cost"),
        t("contracts.figures.show_notice"), "contracts", page.query(status="notice"),
    )  # fmt: skip
    figure_row(
        [
            Figure(
                t("contracts.figures.running"),
                page.reader.f.number(int(counts["current_ones"].sum())),
                show,
                "contracts",
                current,
            ),
            *(
                Figure(
                    t(f"contracts.figures.{name}"),
                    _amounts(counts, column),
                    show,
                    "contracts",
                    current,
                )
                for name, column in (("monthly", "monthly_amount"), ("committed", "committed"))
            ),
            renewing,
        ],
        page.reader,
    )


def controls(page: Page, counts: pl.DataFrame, filters: Filters) -> None:
    """The tabs with how many each holds; category and site; the search to take off."""
    t, f = page.reader.t, page.reader.f
    options = {
        name: f"{t(f'contracts.tabs.{name}')} · {f.number(int(counts[column].sum()))}"
        for name, column in _TABS.items()
    }
    status = filters.status if filters.status in options else "current"
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        tabs("status", options, status or "current", label=t("columns.status"), default="")
        st.space("stretch")
        if page.filters.search:
            st.button(
                f"{t('contracts.only_search')} “{plain(page.filters.search)}”",
                key="only_search",
                icon=":material/close:",
                on_click=forget,
                args=("search",),
            )
        _narrowed(page)


def _narrowed(page: Page) -> None:
    """The categories and sites that any contract has, to pick from where there are several."""
    t, everything = page.reader.t, page.ask(agreed.contracts, unnarrowed(page))
    kinds = {each: word(each, page.reader) for each in everything["category"].unique().sort()}
    places = page.ask(agreed.contract_sites, unnarrowed(page))
    sites = {no: f"{name} · {no}" if name else no for no, name in places.rows()}
    for name, named, any_one in (
        ("category", kinds, t("contracts.any_category")),
        ("site", sites, t("contracts.any_site")),
    ):
        now = getattr(page.filters, name) or ""
        if len(named) > 1 or now:
            shown = {"": any_one, **named} | ({now: now} if now and now not in named else {})
            with st.container(width=230, key=f"pick_{name}"):
                choice(name, shown, now, label=any_one, default="")


def listed(page: Page, rows: pl.DataFrame, filters: Filters) -> None:
    """The chosen contracts as rows; a number opens its contract."""
    reader = page.reader
    if rows.is_empty():
        empty.nothing(reader.t("contracts.nothing"), reader.t("contracts.nothing_hint"))
        return
    shown = paged(rows)
    table(
        _with_words(page, shown),
        _columns(page, rows),
        reader=reader,
        key="contracts",
        alt=reader.t("contracts.title"),
        open_row=open_contract,
    )
    page_chooser(rows)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_row"):
        st.markdown(reader.t("contracts.sum", count=rows.height), width="stretch")
        downloads("contracts", filters, reader)


def open_contract(row: Mapping[str, Any]) -> None:
    """From a callback: the contract of a row."""
    choose("contract", f"{row['company_no']}/{row['contract_no']}")


def timeline(page: Page, rows: pl.DataFrame) -> None:
    """The chosen contracts as bars of time, the day shown and the notice days marked on them."""
    t = page.reader.t
    shown = rows.filter(pl.col("state") != "ended").head(ROWS)
    if shown.is_empty():
        st.caption(t("contracts.timeline.nothing"))
        return
    first = shown.filter(pl.col("last_notice_day").is_not_null()).height
    charts.chart(
        contract_timeline(shown, page.filters.as_of, page.reader),
        key="timeline",
        alt=t("contracts.timeline.says", count=shown.height, notices=first),
        reader=page.reader,
    )
    left = rows.filter(pl.col("state") != "ended").height - shown.height
    if left:
        st.caption(t("contracts.timeline.more", count=left))


def deadlines(page: Page) -> None:
    """The year ahead: by when to give notice, sorted by what doing nothing costs (rule 25)."""
    reader, t = page.reader, page.reader.t
    rows = page.ask(agreed.contract_deadlines, unnarrowed(page))
    if rows.is_empty():
        st.caption(t("contracts.deadlines.nothing"))
        return
    left = [reader.f.days(days) for days in rows["days_left"]]
    several = [Column("currency", width="small")] if rows["currency"].n_unique() > 1 else []
    table(
        _named(page, rows).with_columns(pl.Series("left", left, dtype=pl.String)),
        [
            Column("contract_no", pinned=True),
            *([Column("customer_name")] if page.accounts.height > 1 else []),
            Column("name", heading=t("contracts.name")),
            *several,
            Column("renewal_cost", "money", t("contracts.doing_nothing")),
            Column("last_notice_day", "day"),
            Column("left", heading=t("columns.days_left")),
            Column("term_end", "day"),
            Column("renewed_to", "day"),
            Column("monthly_amount", "money", t("contracts.monthly")),
        ],
        reader=reader,
        key="deadlines",
        alt=t("contracts.deadlines.title"),
        open_row=open_contract,
        rows_shown=12,
    )
    st.caption(t("contracts.deadlines.how"))
    calendars(page, "contracts", "contract-deadlines", unnarrowed(page))


def _columns(page: Page, rows: pl.DataFrame) -> list[Column]:
    t = page.reader.t
    wanted = [
        Column("contract_no", pinned=True),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("name", heading=t("contracts.name")),
        Column("said", heading=t("columns.status"), tones="tone", width=230),
        Column("last_notice_day", "day"),
        Column("currency", width="small") if rows["currency"].n_unique() > 1 else None,
        Column("renewal_cost", "money", t("contracts.doing_nothing")),
        Column("monthly_amount", "money", t("contracts.monthly")),
        Column("term_end", "day"),
        Column("committed", "money"),
        Column("billed", "money"),
        Column("machines", "count"),
        Column("sites", "count"),
        Column("start_on", "day"),
    ]
    return [column for column in wanted if column is not None and _says(rows, column.name)]


def _says(rows: pl.DataFrame, name: str) -> bool:
    return name not in rows.columns or not rows[name].is_null().all()


def _with_words(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    said = [state(row, page.reader, page.filters.as_of) for row in rows.iter_rows(named=True)]
    return _named(page, rows).with_columns(
        pl.Series("said", [words for words, _ in said], dtype=pl.String),
        pl.Series("tone", [tone for _, tone in said], dtype=pl.String),
    )


def _named(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    return rows.with_columns(
        customer_name=pl.col("customer_no").replace(names),
        name=pl.Series(
            [first_word(row, page.reader) for row in rows.iter_rows(named=True)], dtype=pl.String
        ),
    )


def _amounts(counts: pl.DataFrame, column: str) -> list[tuple[str, Decimal]]:
    return list(counts.select("currency", column).iter_rows())


def _money(page: Page, counts: pl.DataFrame, column: str) -> str:
    amounts = _amounts(counts, column)
    said = [pair for pair in amounts if pair[1]] or amounts[:1]
    return money_list(said, page.reader)
