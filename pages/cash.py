"""Cash: what is expected to be paid by week, and when each open invoice is, incl. VAT."""

from dataclasses import replace

import polars as pl
import streamlit as st

from saldo import ui
from saldo.ui import cash, empty

viewer = ui.require_viewer("cash")

with ui.opened("cash", viewer) as page:
    weeks = cash.weeks_of(page)
    if weeks.is_empty():
        empty.nothing(page.reader.t("cash.none"), page.reader.t("cash.none_hint"))
        st.stop()

    currency = cash.currency_shown(page, weeks)
    shown = weeks.filter(pl.col("currency") == currency)
    asked = replace(cash.unnarrowed(page), currency=currency)
    cash.sentence(page, shown, currency)
    ui.section(page, f"cash.weeks.{cash.way(page)}", "cash-weeks", asked)
    cash.by_week(page, shown, currency)
    ui.section(page, "cash.invoices.title", "cash", asked)
    cash.by_invoice(page, currency)
    ui.section(page, "cash.how.title")
    cash.how(page)
