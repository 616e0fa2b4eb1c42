"""Installed base: the machines by model, by contract and by age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.reporting.contracts import contracts
from saldo.ui import charts
from saldo.ui.colours import palette
from saldo.ui.contract_words import first_word
from saldo.ui.inventory import installed, unnarrowed
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose
from saldo.ui.tables import Column, table

_OLDEST = 10
_MOST = 12


def draw(page: Page, every: pl.DataFrame) -> None:
    """Models and ages side by side; contracts of machines that name none of them."""
    here = installed(every)
    if here.is_empty():
        return
    t = page.reader.t
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("inventory.by_model"), anchor=False)
        _models(page, here)
    with right:
        st.header(t("inventory.by_age"), anchor=False)
        _ages(page, here)
    _empty_contracts(page)


def _models(page: Page, here: pl.DataFrame) -> None:
    counted = (
        here.with_columns(pl.coalesce("model", "product_no", pl.lit("–")).alias("model"))
        .group_by("model")
        .agg(
            pl.len().alias("machines"),
            pl.col("site_no").n_unique().alias("sites"),
            (pl.col("age_months").mean() / 12).round(1).alias("years"),
        )
        .sort("machines", "model", descending=[True, False])
    )

    def only(row: Mapping[str, Any]) -> None:
        choose("model", row["model"])

    years = [
        None if each is None else page.reader.f.number(Decimal(str(each)))
        for each in counted["years"]
    ]
    table(
        counted.with_columns(pl.Series("years", years, dtype=pl.String)),
        [
            Column("model"),
            Column("machines", "count"),
            Column("sites", "count"),
            Column("years", heading=page.reader.t("inventory.mean_years")),
        ],
        reader=page.reader,
        key="models",
        alt=page.reader.t("inventory.by_model"),
        open_row=only,
        rows_shown=8,
    )


def _ages(page: Page, here: pl.DataFrame) -> None:
    """Columns by whole years since installation."""
    t, f = page.reader.t, page.reader.f
    years = here.drop_nulls("age_months").with_columns(
        years=(pl.col("age_months") // 12).clip(0, _OLDEST)
    )
    counted = dict(years.group_by("years").agg(pl.len()).rows())
    colours = palette()
    places = list(range(max(counted, default=0) + 1))
    names = [f"{each}+" if each == _OLDEST else str(each) for each in places]
    spec = charts.template(
        [
            {
                "type": "bar",
                "x": names,
                "y": [counted.get(each, 0) for each in places],
                "text": [f.number(counted[each]) if each in counted else "" for each in places],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": colours.actual},
                "hoverinfo": "skip",
            }
        ],
        colours,
        height=270,
        xaxis={"type": "category", "title": {"text": t("inventory.years_axis")}}
        | {"fixedrange": True, "automargin": True, "showgrid": False},
        margin={"l": 8, "r": 8, "t": 18, "b": 48},
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
        bargap=0.25,
    )
    old = sum(count for each, count in counted.items() if each >= 5)
    charts.chart(
        spec,
        key="ages",
        alt=t("inventory.by_age_says", count=years.height, old=old),
        reader=page.reader,
    )


def _empty_contracts(page: Page) -> None:
    """Contracts that have not ended and cover no machine that the register knows."""
    t = page.reader.t
    rows = page.ask(contracts, replace(unnarrowed(page), status="current")).filter(machines=0)
    if rows.is_empty():
        return
    st.header(t("inventory.empty_contracts"), anchor=False)
    for row in rows.head(_MOST).iter_rows(named=True):
        st.page_link(
            "pages/contracts.py",
            label=f":primary[{plain(row['contract_no'])}] · {plain(first_word(row, page.reader))}",
            icon="",
            query_params=page.query() | {"contract": f"{row['company_no']}/{row['contract_no']}"},
        )
    if rows.height > _MOST:
        st.caption(t("inventory.more_contracts", count=rows.height - _MOST))
