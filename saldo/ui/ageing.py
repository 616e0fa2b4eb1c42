"""Ageing: how old the open amounts are, as one bar and as a table whose amounts open their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import streamlit as st

from saldo.documents import age_in_words
from saldo.ledger.ageing import Bucket, bucket_of
from saldo.reporting import balances
from saldo.reporting.balances import intervals_of
from saldo.reporting.filters import AGEING_BY, BUCKETS, STEPS
from saldo.ui import charts
from saldo.ui.colours import palette
from saldo.ui.figures import money_list
from saldo.ui.filters import tabs
from saldo.ui.page import Page
from saldo.ui.rows import columns_for, opened_heading, opener
from saldo.ui.state import choose, chosen, go
from saldo.ui.tables import Column, grid, table

USUAL = STEPS[0]


def title(page: Page) -> str:
    """The heading's key: by due date, or by invoice date."""
    return "account.ageing_issue" if page.filters.aged_by == "issue" else "account.ageing"


def ageing(page: Page, currency: str, figures: pl.DataFrame) -> None:
    """The bar of one currency, the table of all; the amounts sum to the balance (rule 11)."""
    reader = page.reader
    asked = page.filters.steps or USUAL
    if asked == USUAL:
        rows = balances.by_bucket(figures)
        like = {bucket: bucket for bucket in BUCKETS}
    else:
        view = page.ask(balances.ageing_view)
        rows = view.filter(pl.col("currency").is_in(page.currencies))
        buckets = intervals_of(asked)
        like = {bucket.name: _like(bucket, buckets) for bucket in buckets}
    names = {bucket: age_in_words(bucket, reader) for bucket in like}
    one = rows.filter((pl.col("currency") == currency) & (pl.col("amount") != 0))
    if not one.is_empty():
        parts = ", ".join(
            f"{names[row['bucket']]} {money_list([(currency, row['amount'])], reader)}"
            for row in one.iter_rows(named=True)
        )
        charts.chart(
            charts.ageing_bar(
                one.with_columns(
                    name=pl.col("bucket").replace_strict(names),
                    like=pl.col("bucket").replace_strict(like),
                ),
                currency,
                reader,
            ),
            key="ageing",
            alt=f"{reader.t(title(page))}: {parts}",
            reader=reader,
        )
    _table(page, rows, names, _to_invoices(page) if asked == USUAL else _to_rows)
    if asked != USUAL:
        _items(page, asked, names)


def controls(page: Page) -> None:
    """From which date days are counted, and in which intervals, behind one button."""
    t = page.reader.t
    with st.popover(t("account.ageing_view"), type="tertiary", icon=":material/tune:"):
        counted = page.filters.aged_by or AGEING_BY[0]
        by = {name: t(f"account.ageing_by.{name}") for name in AGEING_BY}
        tabs("aged_by", by, counted, label=t("account.ageing_view"), default=AGEING_BY[0])
        steps = {
            name: t("account.ageing_steps", count=int(count), days=days)
            for name in STEPS
            for count, days in [name.split("x")]
        }
        tabs(
            "steps",
            steps,
            page.filters.steps or USUAL,
            label=t("account.ageing_view"),
            default=USUAL,
        )


def _like(bucket: Bucket, buckets: tuple[Bucket, ...]) -> str:
    """The usual bucket at about the same place from young to old, whose colour it takes."""
    if bucket.first_day is None:
        return bucket.name
    overdue = BUCKETS[1:-1]
    place = (bucket.position - 1) * (len(overdue) - 1) / (len(buckets) - 3)
    return overdue[round(place)]


_Opens = Callable[[str, str], None]


def _to_invoices(page: Page) -> _Opens:
    def opened(bucket: str, currency: str) -> None:
        go("invoices", page.query(bucket=bucket, currency=currency))

    return opened


def _to_rows(bucket: str, currency: str) -> None:
    choose("age", f"{currency}:{bucket}")


def _table(page: Page, rows: pl.DataFrame, names: Mapping[str, str], opens: _Opens) -> None:
    reader = page.reader
    wide = rows.pivot(on="bucket", index="currency", values="amount", maintain_order=True)
    totals = wide.select(pl.sum_horizontal(*names)).to_series().to_list()
    shown: dict[str, list[Any]] = {"currency": wide["currency"].to_list()}
    config: dict[str, Any] = {
        "currency": st.column_config.TextColumn(reader.t("columns.currency"), width="small")
    }
    for bucket, name in names.items():
        shown[bucket] = [
            reader.f.amount(amount, code)
            for amount, code in zip(wide[bucket], wide["currency"], strict=True)
        ]
        config[bucket] = _opener(wide, bucket, name, opens)
    shown["total"] = [
        reader.f.amount(total, code) for total, code in zip(totals, wide["currency"], strict=True)
    ]
    config["total"] = st.column_config.TextColumn(reader.t("account.total"), alignment="right")
    styled = _linked(pd.DataFrame(shown), wide, names)
    grid(styled, config, key="ageing", alt=reader.t(title(page)), rows=wide.height)


def _linked(shown: pd.DataFrame, wide: pl.DataFrame, names: Mapping[str, str]) -> Any:
    colours = palette()
    css = pd.DataFrame("", index=shown.index, columns=shown.columns)
    for bucket in names:
        css[bucket] = [
            f"color: {colours.link if amount else colours.faint}" for amount in wide[bucket]
        ]
    return shown.style.apply(lambda _: css, axis=None)


def _opener(wide: pl.DataFrame, bucket: str, name: str, opens: _Opens) -> Any:
    key = f"ageing_{bucket}"

    def clicked() -> None:
        opens(bucket, wide["currency"][st.session_state[key]["row"]])

    return st.column_config.ButtonColumn(
        name, type="tertiary", alignment="right", on_click=clicked, key=key
    )


def _items(page: Page, asked: str, names: Mapping[str, str]) -> None:
    """The open items of the interval that was opened, where the invoice list has no such one."""
    currency, _, bucket = chosen().get("age", "").partition(":")
    if bucket not in names:
        return
    items = page.ask(balances.open_items, replace(page.filters, currency=currency))
    buckets = intervals_of(asked)
    since = "issue_date" if page.filters.aged_by == "issue" else "due_date"
    days = [
        None if row["due_date"] is None else (page.filters.as_of - row[since]).days
        for row in items.select("due_date", "issue_date").iter_rows(named=True)
    ]
    rows = items.filter(pl.Series([bucket_of(late, buckets) == bucket for late in days]))

    name = f"{names[bucket]}, {currency}"
    opened_heading(page.reader, name, "age")
    columns = columns_for(
        page,
        Column("document_no"),
        Column("customer_no"),
        Column("class", "word"),
        Column("issue_date", "day"),
        Column("due_date", "day"),
        Column("open_amount", "money"),
    )
    table(
        rows,
        columns,
        reader=page.reader,
        key="age_rows",
        alt=name,
        open_row=opener(page),
    )
