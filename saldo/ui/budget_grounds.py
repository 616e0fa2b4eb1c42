"""Grounds: what a budget stands on: categories, contract lines, how it is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.forecast.ladder import METHODS
from saldo.i18n.formats import MINUS
from saldo.reporting import budget, commitments
from saldo.reporting.hindsight import said_a_year_ago
from saldo.ui import budget as parts
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose
from saldo.ui.tables import Column, table

_SOON = timedelta(days=90)


def by_category(page: Page, currency: str) -> None:
    """A row per category: a year back, a year ahead, and the change; its name opens it."""
    t, f = page.reader.t, page.reader.f
    found = parts.categories(page, currency)
    back, ahead = parts.twelve_months(page.filters.as_of)

    def period(months: tuple[date, date]) -> str:
        return " – ".join(f.short_month(month) for month in months)

    def open_one(row: Mapping[str, Any]) -> None:
        choose("category", row["code"])

    rows = pl.DataFrame(
        [
            (code, word(code, page.reader), currency, past, future, _change(page, past, future))
            for code, past, future in found
        ],
        schema={
            "code": pl.String,
            "category": pl.String,
            "currency": pl.String,
            "back": pl.Decimal(18, 4),
            "ahead": pl.Decimal(18, 4),
            "change": pl.String,
        },
        orient="row",
    )
    table(
        rows,
        [
            Column("category"),
            Column("back", "money", period(back)),
            Column("ahead", "money", period(ahead)),
            Column("change", heading=t("budget.categories.change"), width="small"),
        ],
        reader=page.reader,
        key="categories",
        alt=t("budget.categories.title"),
        open_row=open_one,
    )


def contracts(page: Page, currency: str) -> None:
    """The contracts behind the known and the assumed part, with the last day to end each."""
    t, f = page.reader.t, page.reader.f
    found = page.ask(commitments.contract_costs, parts.chosen_months(page))
    lines = found.filter(currency=currency)
    if lines.is_empty():
        st.caption(t("budget.contracts.none"))
        return
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    table(
        lines.with_columns(
            pl.col("name").fill_null(
                pl.when(pl.col("contract_no").is_null())
                .then(pl.lit(t("budget.contracts.billed_ahead")))
                .otherwise(pl.lit(""))
            ),
            pl.col("customer_no").replace(names).alias("customer_name"),
            pl.Series("tone", _tones(page, lines), pl.String),
            total=pl.col("known") + pl.col("assumed"),
        ),
        [
            Column("contract_no"),
            Column("name"),
            *([Column("customer_name")] if page.accounts.height > 1 else []),
            Column("category", "word"),
            Column("known", "money", word("known", page.reader)),
            Column("assumed", "money", word("assumed", page.reader)),
            Column("total", "money", t("budget.months.total")),
            Column("term_end", "day", t("budget.contracts.term_end")),
            Column("last_notice_day", "day", t("budget.contracts.last_notice"), tones="tone"),
        ],
        reader=page.reader,
        key="contracts",
        alt=t("budget.contracts.title"),
    )
    money = {name: plain(f.money(lines[name].sum(), currency)) for name in ("known", "assumed")}
    st.markdown(t("budget.contracts.sum", **money))


def how(page: Page, currency: str) -> None:
    """How the forecast is made, in plain words, and what it said a year ago (rule 31)."""
    t = page.reader.t
    rows = page.ask(budget.budget, parts.unnarrowed(page)).filter(currency=currency)
    ahead = rows.filter(pl.col("part") != "actual")
    kinds = ("known", "ordered", "assumed")
    said = [t(f"budget.how.{kind}") for kind in kinds if ahead["part"].eq(kind).any()]
    estimated = ahead.filter(part="statistical")
    for method in METHODS[1:]:
        of_method = estimated.filter(method=method)
        if of_method.height:
            said.append(t(f"budget.how.{method}", what=_what(page, of_method)))
    if estimated.height:
        said.append(t("budget.how.range"))
    for row in (
        page.ask(said_a_year_ago, parts.unnarrowed(page)).filter(currency=currency).rows(named=True)
    ):
        said += _hindsight(page, row)
    st.markdown("\n".join(f"- {line}" for line in said))


def _hindsight(page: Page, row: dict[str, Any]) -> list[str]:
    t, f = page.reader.t, page.reader.f
    amounts = ("said", "p10", "p90", "came", "missed", "by_last_year", "by_mean")
    money = {
        name: plain(f.money(row[name], row["currency"]))
        for name in amounts
        if row[name] is not None
    }
    kind = "hindsight" if "p10" in money else "hindsight_bare"
    period = {name: f.month(row[f"{name}_month"]) for name in ("first", "last")}
    return [
        t(f"budget.how.{kind}", **period, **money),
        t("budget.how.missed", inside=row["inside"], **money),
    ]


def _what(page: Page, rows: pl.DataFrame) -> str:
    """Which categories, and of which accounts where the reader has several."""
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    pairs = rows.select("customer_no", "category").unique(maintain_order=True).iter_rows()
    named = [
        word(category, page.reader).lower()
        + (f" ({plain(names.get(number, number))})" if page.accounts.height > 1 else "")
        for number, category in pairs
    ]
    return ", ".join(named)


def _change(page: Page, past: Decimal, future: Decimal) -> str:
    if not past:
        return ""
    share = page.reader.f.percent((future - past) / past)
    return share if share.startswith(("0", MINUS)) else f"+{share}"


def _tones(page: Page, lines: pl.DataFrame) -> list[str | None]:
    """A notice day that is near, by a colour beside its date; one that has passed, faint."""
    day = page.filters.as_of
    return [
        None if last is None or last > day + _SOON else ("cancelled" if last < day else "slipped")
        for last in lines["last_notice_day"]
    ]
