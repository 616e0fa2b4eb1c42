"""Ageing: how old the open amounts are, as one bar and as a table whose amounts open their rows."""

from __future__ import annotations

from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import balances
from saldo.reporting.filters import BUCKETS
from saldo.ui import charts
from saldo.ui.colours import palette
from saldo.ui.figures import money_list
from saldo.ui.page import Page
from saldo.ui.state import go
from saldo.ui.tables import grid


def ageing(page: Page, currency: str) -> None:
    """The bar of one currency, the table of all; the seven amounts sum to the balance (rule 11)."""
    reader = page.reader
    rows = page.ask(balances.ageing_totals)
    wanted = rows.filter(pl.col("currency").is_in(page.currencies))
    one = wanted.filter((pl.col("currency") == currency) & (pl.col("amount") != 0))
    if not one.is_empty():
        parts = ", ".join(
            f"{word(row['bucket'], reader)} {money_list([(currency, row['amount'])], reader)}"
            for row in one.iter_rows(named=True)
        )
        charts.chart(
            charts.ageing_bar(one, currency, reader),
            key="ageing",
            alt=f"{reader.t('account.ageing')}: {parts}",
            reader=reader,
        )
    _table(page, wanted)


def _table(page: Page, rows: pl.DataFrame) -> None:
    reader = page.reader
    wide = rows.pivot(on="bucket", index="currency", values="amount", maintain_order=True)
    totals = wide.select(pl.sum_horizontal(*BUCKETS)).to_series().to_list()
    shown: dict[str, list[Any]] = {"currency": wide["currency"].to_list()}
    config: dict[str, Any] = {
        "currency": st.column_config.TextColumn(reader.t("columns.currency"), width="small")
    }
    for bucket in BUCKETS:
        shown[bucket] = [
            reader.f.amount(amount, code)
            for amount, code in zip(wide[bucket], wide["currency"], strict=True)
        ]
        config[bucket] = _opener(page, wide, bucket)
    shown["total"] = [
        reader.f.amount(total, code) for total, code in zip(totals, wide["currency"], strict=True)
    ]
    config["total"] = st.column_config.TextColumn(reader.t("account.total"), alignment="right")
    styled = _linked(pd.DataFrame(shown), wide)
    grid(styled, config, key="ageing", alt=reader.t("account.ageing"), rows=wide.height)


def _linked(shown: pd.DataFrame, wide: pl.DataFrame) -> Any:
    colours = palette()
    css = pd.DataFrame("", index=shown.index, columns=shown.columns)
    for bucket in BUCKETS:
        css[bucket] = [
            f"color: {colours.link if amount else colours.faint}" for amount in wide[bucket]
        ]
    return shown.style.apply(lambda _: css, axis=None)


def _opener(page: Page, wide: pl.DataFrame, bucket: str) -> Any:
    key = f"ageing_{bucket}"

    def clicked() -> None:
        code = wide["currency"][st.session_state[key]["row"]]
        go("invoices", page.query(bucket=bucket, currency=code))

    return st.column_config.ButtonColumn(
        word(bucket, page.reader), type="tertiary", alignment="right", on_click=clicked, key=key
    )
