"""Account status: the start page. What is owed, what of it is late, what needs a decision."""

import polars as pl
import streamlit as st

from saldo import ui
from saldo.reporting import accounts
from saldo.ui import account

viewer = ui.require_viewer("account")

with ui.opened("account", viewer) as page:
    summary = page.ask(accounts.summary).filter(pl.col("currency").is_in(page.currencies))

    account.sentence(page, summary)
    account.figures(page, summary)
    if summary.is_empty():
        account.nothing_billed(page)
        st.stop()
    currency = account.currency_shown(page, summary)

    ui.section(page, "account.ageing", "ageing")
    ui.ageing(page, currency)

    left, right = st.columns([3, 2], gap="large")
    with left:
        ui.section(page, account.needs_title(page))
        ui.needs(page)
    with right:
        ui.section(page, "account.changes", "statement")
        ui.movements(page, currency)

    ui.section(page, "account.trend", "balance-trend")
    account.trend(page, currency)

    if page.accounts.height > 1:
        ui.section(page, "account.by_account", "balance")
        account.portfolio(page)
    account.tie(page)
