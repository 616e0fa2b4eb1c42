"""Valuation: what is open in one reporting currency, apart from the balance (rule 2)."""

from __future__ import annotations

import polars as pl
import streamlit as st

from saldo.ledger.money import ZERO
from saldo.reporting.valuation import reporting_value
from saldo.ui.filters import choice
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.tables import Column, table

_OFFERED = ("SEK", "EUR", "NOK", "DKK", "USD", "GBP")


def valuation(page: Page) -> None:
    """A row per currency with rate, value and unrealised difference, and their sum in words."""
    reader, t = page.reader, page.reader.t
    rows = (
        page.ask(reporting_value)
        .group_by("currency", "rate", "rate_date", "reporting_currency", maintain_order=True)
        .agg(
            pl.col("open_amount").sum(),
            _known_sum("value"),
            _known_sum("booked_value"),
            _known_sum("unrealised"),
        )
    )
    if rows.is_empty():
        st.caption(t("account.value_nothing"))
        return
    currency = rows["reporting_currency"][0]
    options = dict.fromkeys([currency, *_codes(page)])
    with st.container(width=160, key="into"):
        choice(
            "into",
            {code: code for code in options},
            currency,
            label=t("account.value_in"),
            default="",
        )
    value, difference = sum(rows["value"].drop_nulls(), ZERO), rows["unrealised"].drop_nulls()
    st.markdown(
        t(
            "account.value_says",
            value=plain(reader.f.money(value, currency, code=True)),
            difference=plain(reader.f.money(sum(difference, ZERO), currency, code=True)),
        )
    )
    for code in rows.filter(pl.col("rate").is_null())["currency"]:
        st.warning(t("account.value_no_rate", currency=code, into=currency))
    for code in rows.filter(pl.col("rate").is_not_null() & pl.col("unrealised").is_null())[
        "currency"
    ]:
        st.warning(t("account.value_no_booked_rate", currency=code, into=currency))
    table(
        rows,
        [
            Column("currency", width="small"),
            Column("open_amount", "money"),
            Column("rate", "quantity", t("account.rate")),
            Column("rate_date", "day", t("account.rate_date")),
            Column("value", "money", t("account.value", currency=currency)),
            Column("booked_value", "money", t("account.booked_value", currency=currency)),
            Column("unrealised", "money", t("account.unrealised", currency=currency)),
        ],
        reader=reader,
        key="value",
        alt=t("account.views.value"),
    )
    st.caption(t("account.value_formula"))


def _known_sum(column: str) -> pl.Expr:
    """The sum where every account's part is known, else nothing."""
    known = pl.col(column).is_not_null().all()
    return pl.when(known).then(pl.col(column).sum()).otherwise(None).alias(column)


def _codes(page: Page) -> list[str]:
    return list(dict.fromkeys([*_OFFERED, *page.currencies]))
