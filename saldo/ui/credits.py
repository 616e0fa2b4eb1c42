"""Credits: what is open to an account's credit, and which invoices it could settle."""

from __future__ import annotations

import polars as pl
import streamlit as st

from saldo.reporting.pay import open_credits
from saldo.ui.page import Page
from saldo.ui.rows import columns_for, opener
from saldo.ui.tables import Column, table


def credits(page: Page, currency: str) -> None:
    """One row per credit and invoice it could settle. A suggestion; nothing is settled by it."""
    reader, t = page.reader, page.reader.t
    rows = page.ask(open_credits).filter(pl.col("currency") == currency)
    if rows.is_empty():
        st.caption(t("account.credits_nothing"))
        return
    st.caption(t("account.credits_suggest"))

    why = pl.col("reason").map_elements(
        lambda reason: t(f"account.reasons.{reason}"), return_dtype=pl.String
    )
    columns = columns_for(
        page,
        Column("document_no"),
        Column("class", "word"),
        Column("customer_no"),
        Column("issue_date", "day"),
        Column("settles_no", heading=t("account.could_settle")),
        Column("settles_due", "day", t("columns.due_date")),
        Column("amount", "money"),
        Column("why", heading=t("account.because")),
    )
    table(
        rows.with_columns(why=why),
        columns,
        reader=reader,
        key="credits",
        alt=t("account.views.credits"),
        open_row=opener(page),
    )
