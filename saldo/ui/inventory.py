"""Inventory: what stands above every view of the installed base: sentence, figures, the views."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from saldo.reporting import Filters
from saldo.reporting.change_requests import change_requests
from saldo.reporting.machines import UNCOVERED
from saldo.ui.figures import Figure, figure_row
from saldo.ui.filters import tabs
from saldo.ui.page import Page
from saldo.ui.state import chosen

VIEWS = ("machines", "maintenance", "moves", "changes")


def unnarrowed(page: Page) -> Filters:
    """The page's filters without those of its lists."""
    filters = replace(page.filters, status=None, search=None, start=None, end=None)
    return replace(filters, site=None, contract=None, model=None, category=None)


def installed(every: pl.DataFrame) -> pl.DataFrame:
    """The machines that stand with the customer now."""
    return every.filter(status="installed")


def without_cover(every: pl.DataFrame) -> pl.DataFrame:
    """The installed machines that have no maintenance."""
    return every.filter(pl.col("cover").is_in(UNCOVERED))


def sentence(page: Page, every: pl.DataFrame) -> None:
    """How many machines stand where, and what of them wants attention."""
    t, here = page.reader.t, installed(every)
    sites = here["site_no"].drop_nulls().n_unique()
    parts = [t("inventory.sentence.machines", count=here.height)]
    if sites:
        parts[0] += " " + t("inventory.sentence.sites", count=sites)
    parts[0] += "."
    bare, soon = without_cover(every).height, here.filter(warranty="warranty_soon").height
    if bare:
        parts.append(t("inventory.sentence.uncovered", count=bare))
    if soon:
        parts.append(t("inventory.sentence.warranty", count=soon))
    with st.container(key="sentence"):
        st.markdown(" ".join(parts))


def figures(page: Page, every: pl.DataFrame) -> None:
    """Installed, without maintenance, warranty ending, without contract, changes still open."""
    t, f, here = page.reader.t, page.reader.f, installed(every)
    counted = {
        "installed": here.height,
        "uncovered": without_cover(every).height,
        "warranty": here.filter(warranty="warranty_soon").height,
        "no_contract": here.filter(pl.col("contract_no").is_null()).height,
    }
    row = [
        Figure(
            t(f"inventory.figures.{name}"),
            f.number(count),
            t("inventory.figures.show"),
            "inventory",
            page.query(status=name),
        )
        for name, count in counted.items()
    ]
    waiting = open_changes(page)
    row.append(
        Figure(
            t("inventory.figures.changes"),
            f.number(waiting.height),
            t("inventory.figures.show_changes"),
            "inventory",
            page.query() | {"view": "changes"},
            notes=_outstanding(page, waiting),
        )
    )
    figure_row(row, page.reader)


def _outstanding(page: Page, waiting: pl.DataFrame) -> tuple[str, ...]:
    late = waiting.filter(state="outstanding").height
    return (page.reader.t("inventory.figures.outstanding", count=late),) if late else ()


def open_changes(page: Page) -> pl.DataFrame:
    """The changes asked for that are neither done nor declined."""
    found: pl.DataFrame = page.ask(change_requests, replace(unnarrowed(page), status="open"))
    return found


def view() -> str:
    """The view that the address names."""
    asked = chosen().get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def view_tabs(page: Page) -> str:
    """The views as tabs; the one that is shown."""
    t, now = page.reader.t, view()
    options = {name: t(f"inventory.views.{name}") for name in VIEWS}
    tabs("view", options, now, label=t("inventory.views.label"), default=VIEWS[0])
    return now
