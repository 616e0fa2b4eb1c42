"""Machine list: the machines that are chosen, to open or to tick; and where they moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import Filters, machines
from saldo.reporting.machines import UNCOVERED
from saldo.ui import change_form, empty
from saldo.ui.downloads import downloads
from saldo.ui.filters import choice, period_popover, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = ("installed", "uncovered", "warranty", "no_contract", "removed", "all")


def status(page: Page) -> str:
    """What the list shows: what is installed, unless asked otherwise; a search looks in all."""
    narrowed = page.filters.search or page.filters.contract
    return page.filters.status or ("all" if narrowed else "installed")


def controls(page: Page, every: pl.DataFrame) -> None:
    """The tabs with how many each holds; site and model; search and contract to take off."""
    t, f = page.reader.t, page.reader.f
    held = {name: f" · {f.number(count)}" for name, count in _counts(every).items()}
    now = status(page)
    names = _TABS if now in _TABS else (*_TABS, now)
    options = {name: t(f"inventory.tabs.{name}") + held.get(name, "") for name in names}
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        tabs("status", options, now, label=t("columns.status"), default="")
        st.space("stretch")
        for name in ("search", "contract"):
            if text := getattr(page.filters, name):
                st.button(
                    f"{t(f'inventory.only_{name}')} “{plain(text)}”",
                    key=f"only_{name}",
                    icon=":material/close:",
                    on_click=forget,
                    args=(name,),
                )
    with st.container(horizontal=True, vertical_alignment="center", key="choices"):
        _pick(page, "site", _sites(every), t("inventory.any_site"))
        _pick(page, "model", _models(every), t("inventory.any_model"))


def listed(page: Page) -> None:
    """A page of the machines; a number opens its machine, ticked ones can be changed together."""
    reader = page.reader
    rows = page.ask(machines.machines, _asked(page))
    if rows.is_empty():
        empty.nothing(reader.t("inventory.nothing"), reader.t("inventory.nothing_hint"))
        change_form.opener(page, [])
        return
    shown = paged(rows)
    ticked = table(
        _with_words(page, shown),
        _columns(page, rows),
        reader=reader,
        key="machines",
        alt=reader.t("inventory.title"),
        open_row=open_machine,
        ticks=True,
    )
    page_chooser(rows)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_row"):
        st.markdown(reader.t("inventory.sum", count=rows.height), width="stretch")
        downloads("machines", _asked(page), reader)
    change_form.opener(page, [shown.row(at, named=True) for at in ticked])


def open_machine(row: Mapping[str, Any]) -> None:
    """From a callback: the machine of a row."""
    choose("machine", f"{row['company_no']}/{row['serial_no']}")


def moves(page: Page) -> None:
    """Installations, moves and removals in the asked period, the newest first."""
    reader, t = page.reader, page.reader.t
    with st.container(horizontal=True, vertical_alignment="center", key="choices"):
        period_popover(page.filters, reader, t("inventory.moves.any_time"))
        st.space("stretch")
        downloads("machine-moves", page.filters, reader)
    rows = page.ask(machines.machine_moves)
    if rows.is_empty():
        empty.nothing(t("inventory.moves.nothing"), t("inventory.moves.nothing_hint"))
        return
    move_table(page, paged(rows), key="moves", opens=True)
    page_chooser(rows)


def move_table(page: Page, rows: pl.DataFrame, *, key: str, opens: bool = False) -> None:
    """A row per move: when, what, from where to where."""
    t = page.reader.t
    wanted = [
        Column("serial_no", pinned=True) if opens else None,
        Column("model") if opens else None,
        Column("moved_on", "day"),
        Column("kind", "word", t("inventory.moves.what")),
        Column("from_name"),
        Column("to_name"),
    ]
    table(
        rows.with_columns(
            pl.coalesce("from_name", "from_site").alias("from_name"),
            pl.coalesce("to_name", "to_site").alias("to_name"),
        ),
        [column for column in wanted if column is not None],
        reader=page.reader,
        key=key,
        alt=t("inventory.views.moves"),
        open_row=open_machine if opens else None,
    )


def cover_words(row: Mapping[str, Any], page: Page) -> tuple[str | None, str]:
    """How a machine's maintenance stands, in words, and the tone of it."""
    t, f, code = page.reader.t, page.reader.f, row["cover"]
    if code is None:
        return None, ""
    if code == "covered":
        return t("inventory.cover.covered", level=row["level"] or "").strip(" ·"), "in_time"
    if code == "cover_ending":
        return t("inventory.cover.ending", day=f.date(row["covered_to"])), "slipped"
    if code == "cover_ended":
        return t("inventory.cover.ended", day=f.date(row["cover_ended"])), "late"
    return t("inventory.cover.uncovered"), "slipped"


def warranty_words(row: Mapping[str, Any], page: Page) -> str | None:
    """How a machine's warranty stands, in words."""
    if row["warranty"] is None:
        return None
    day = page.reader.f.date(row["warranty_until"])
    return page.reader.t(f"inventory.warranty.{row['warranty']}", day=day)


def age_words(months: int | None, page: Page) -> str | None:
    """An age in years, or in months where it is less than two of them."""
    if months is None:
        return None
    if months < 24:
        return page.reader.t("inventory.months", count=months)
    return page.reader.t("inventory.years", count=months // 12)


def _asked(page: Page) -> Filters:
    return replace(page.filters, status=status(page))


def _counts(every: pl.DataFrame) -> dict[str, int]:
    here = every.filter(status="installed")
    return {
        "installed": here.height,
        "uncovered": here.filter(pl.col("cover").is_in(UNCOVERED)).height,
        "warranty": here.filter(warranty="warranty_soon").height,
        "no_contract": here.filter(pl.col("contract_no").is_null()).height,
        "removed": every.filter(status="removed").height,
        "odd": every.filter(pl.col("reason").is_not_null()).height,
        "all": every.height,
    }


def _sites(every: pl.DataFrame) -> dict[str, str]:
    found = every.drop_nulls("site_no").select("site_no", "site_name").unique().sort("site_name")
    return {no: f"{name} · {no}" if name else no for no, name in found.rows()}


def _models(every: pl.DataFrame) -> dict[str, str]:
    named = every.select(pl.coalesce("model", "product_no").alias("model")).drop_nulls()
    return {name: name for name in named["model"].unique().sort()}


def _pick(page: Page, name: str, options: dict[str, str], any_one: str) -> None:
    now = getattr(page.filters, name) or ""
    if len(options) < 2 and not now:
        return
    shown = {"": any_one, **options} | ({now: now} if now and now not in options else {})
    with st.container(width=270, key=f"pick_{name}"):
        choice(name, shown, now, label=any_one, default="")


def _with_words(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    records = list(rows.iter_rows(named=True))
    covers = [cover_words(row, page) for row in records]
    texts: dict[str, list[str | None]] = {
        "cover_said": [words for words, _ in covers],
        "tone": [tone for _, tone in covers],
        "warranty_said": [warranty_words(row, page) for row in records],
        "age": [age_words(row["age_months"], page) for row in records],
        "status_said": [word(row["status"], page.reader) for row in records],
    }
    return rows.with_columns(
        *(pl.Series(name, cells, dtype=pl.String) for name, cells in texts.items()),
        pl.coalesce("site_name", "site_no").alias("site_name"),
        pl.coalesce("model", "product_no").alias("model"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _columns(page: Page, rows: pl.DataFrame) -> list[Column]:
    t = page.reader.t
    wanted = [
        Column("serial_no", pinned=True),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("model"),
        Column("site_name"),
        Column("status_said", heading=t("columns.status")) if status(page) != "installed" else None,
        Column("contract_no"),
        Column("cover_said", heading=t("inventory.maintenance_heading"), tones="tone"),
        Column("currency", width="small") if rows["currency"].n_unique() > 1 else None,
        Column("monthly_amount", "money", t("contracts.monthly")),
        Column("next_service", "day"),
        Column("warranty_said", heading=t("inventory.warranty_heading")),
        Column("age", heading=t("columns.age_months"), width="small"),
        Column("installed_on", "day"),
        Column("removed_on", "day"),
        Column("billed", "money"),
        Column("purchase_price", "money"),
    ]
    return [
        column
        for column in wanted
        if column is not None
        and (column.name not in rows.columns or not rows[column.name].is_null().all())
    ]
