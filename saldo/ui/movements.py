"""Movements: from the opening to the closing balance, so that a reader can follow the sum."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from saldo.reporting import Filters, bridge
from saldo.reporting.periods import month_to_date
from saldo.ui.bridge import name_of
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table


def this_month(page: Page) -> Filters:
    """The month up to the page's day, whatever period the page shows elsewhere."""
    return month_to_date(replace(page.filters, start=None, end=None))


def movements(page: Page, currency: str) -> None:
    """Opening + movements = closing since the month's first day (rules 9, 16), one currency."""
    reader, month = page.reader, this_month(page)
    steps = page.ask(bridge.changes, month).filter(pl.col("currency") == currency)
    lines = [
        Line(
            name_of(page, row["step"], month),
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
