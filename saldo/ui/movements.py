"""Movements: from the opening to the closing balance, so that a reader can follow the sum."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from saldo.reporting.bridge import changes
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table


def movements(page: Page, currency: str) -> None:
    """Opening + movements = closing since the month's first day (rules 9, 16), one currency."""
    reader = page.reader
    steps = page.ask(changes).filter(pl.col("currency") == currency)
    first = page.filters.as_of.replace(day=1)
    lines = [
        Line(
            _name(page, row["step"], first),
            reader.f.money(row["amount"], currency),
            strong=row["step"] in ("opening", "closing"),
        )
        for row in steps.iter_rows(named=True)
        if row["amount"] or row["step"] in ("opening", "closing")
    ]
    small_table(lines, key="movements", alt=reader.t("account.changes"))
    st.page_link(
        "pages/statement.py",
        label=f":primary[{reader.t('account.to_statement')}]",
        icon="",
        query_params=page.query() | {"period": "this_month"},
    )


def _name(page: Page, step: str, first: date) -> str:
    t, f = page.reader.t, page.reader.f
    day = first if step == "opening" else page.filters.as_of
    return t(f"account.steps.{step}", day=f.date(day))
