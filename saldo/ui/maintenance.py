"""Maintenance: by site, which machines are covered, how, until when; what the others would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.ledger.money import ZERO
from saldo.reporting import machines
from saldo.reporting.machines import COVERED, UNCOVERED
from saldo.ui import empty
from saldo.ui.downloads import downloads
from saldo.ui.figures import money_list
from saldo.ui.filters import tabs
from saldo.ui.inventory import installed
from saldo.ui.machine_list import cover_words, open_machine, warranty_words
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = ("installed", "uncovered", "covered", "warranty")


def draw(page: Page, every: pl.DataFrame) -> None:
    """The sites side by side, then the machines of the chosen ones."""
    reader, t = page.reader, page.reader.t
    here = installed(every)
    if here["cover"].is_null().all():
        empty.nothing(t("inventory.maintenance.unknown"), t("inventory.maintenance.unknown_hint"))
        return
    _cost_sentence(page, here)
    _sites(page, here)
    now = page.filters.status if page.filters.status in _TABS else "installed"
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        options = {name: t(f"inventory.tabs.{name}") for name in _TABS}
        tabs("status", options, now or "installed", label=t("columns.status"), default="")
        st.space("stretch")
        filters = replace(page.filters, status=now)
        downloads("maintenance", filters, reader)
    rows = page.ask(machines.maintenance, filters)
    if rows.is_empty():
        empty.nothing(t("inventory.nothing"), t("inventory.nothing_hint"))
        return
    _rows(page, rows)


def estimate_words(row: Mapping[str, Any], page: Page) -> str | None:
    """How an estimate was made: from how many machines, of whose (never from others' prices)."""
    if row["estimate"] is None:
        if row["cover"] in UNCOVERED:
            return page.reader.t("inventory.estimate.none")
        return None
    return page.reader.t(f"inventory.estimate.{row['estimated_from']}", count=row["comparable"])


def _cost_sentence(page: Page, here: pl.DataFrame) -> None:
    """What maintenance of all machines without it would come to a month, as far as can be said."""
    t = page.reader.t
    bare = here.filter(pl.col("cover").is_in(UNCOVERED))
    known = bare.filter(pl.col("estimate").is_not_null())
    if known.is_empty():
        return
    sums = known.group_by("currency").agg(pl.col("estimate").sum()).sort("currency").rows()
    st.markdown(
        t(
            "inventory.maintenance.would_cost",
            count=known.height,
            all=bare.height,
            amount=f"**{plain(money_list(sums, page.reader))}**",
        )
    )


def _sites(page: Page, here: pl.DataFrame) -> None:
    t = page.reader.t
    by_site = (
        here.group_by("customer_no", "site_no", "site_name", "currency")
        .agg(
            pl.len().alias("machines"),
            pl.col("cover").is_in(COVERED).sum().alias("covered"),
            pl.col("cover").is_in(UNCOVERED).sum().alias("uncovered"),
            pl.col("next_service").min(),
            pl.when(pl.col("cover").is_in(COVERED))
            .then(pl.col("monthly_amount"))
            .otherwise(pl.lit(ZERO, pl.Decimal(18, 4)))
            .sum()
            .alias("monthly_amount"),
            pl.col("estimate").sum(),
        )
        .sort("site_name", "site_no", nulls_last=True)
        .with_columns(pl.coalesce("site_name", "site_no", pl.lit("–")).alias("site_name"))
    )

    def only(row: Mapping[str, Any]) -> None:
        choose("site", row["site_no"])

    several = [Column("currency", width="small")] if by_site["currency"].n_unique() > 1 else []
    table(
        by_site,
        [
            Column("site_name"),
            Column("machines", "count"),
            Column("covered", "count", t("inventory.maintenance.covered")),
            Column("uncovered", "count", t("inventory.maintenance.uncovered")),
            *several,
            Column("monthly_amount", "money", t("contracts.monthly")),
            Column("estimate", "money"),
            Column("next_service", "day"),
        ],
        reader=page.reader,
        key="cover_sites",
        alt=t("inventory.maintenance.by_site"),
        open_row=only,
        rows_shown=8,
    )


def _rows(page: Page, rows: pl.DataFrame) -> None:
    reader, t = page.reader, page.reader.t
    shown = paged(rows)
    records = list(shown.iter_rows(named=True))
    covers = [cover_words(row, page) for row in records]
    words: dict[str, list[str | None]] = {
        "cover_said": [said for said, _ in covers],
        "tone": [tone for _, tone in covers],
        "warranty_said": [warranty_words(row, page) for row in records],
        "how": [estimate_words(row, page) for row in records],
    }
    wanted = [
        Column("serial_no", pinned=True),
        Column("model"),
        Column("site_name"),
        Column("cover_said", heading=t("inventory.maintenance_heading"), tones="tone"),
        Column("hours"),
        Column("covered_to", "day"),
        Column("contract_no"),
        Column("last_service", "day"),
        Column("next_service", "day"),
        Column("currency", width="small") if rows["currency"].n_unique() > 1 else None,
        Column("monthly_amount", "money", t("contracts.monthly")),
        Column("estimate", "money"),
        Column("how", heading=t("inventory.estimate.how"), width=320),
        Column("warranty_said", heading=t("inventory.warranty_heading")),
    ]
    table(
        shown.with_columns(
            *(pl.Series(name, cells, dtype=pl.String) for name, cells in words.items()),
            pl.coalesce("site_name", "site_no").alias("site_name"),
        ),
        [
            each
            for each in wanted
            if each is not None
            and (each.name not in rows.columns or not rows[each.name].is_null().all())
        ],
        reader=reader,
        key="maintenance",
        alt=t("inventory.views.maintenance"),
        open_row=open_machine,
    )
    page_chooser(rows)
