"""Account status: the start page. What is owed, what of it is late, what needs a decision."""

import polars as pl
import streamlit as st

from saldo import ui
from saldo.reporting import accounts
from saldo.ui import account, ageing, found_for_you, movements

viewer = ui.require_viewer("account")

with ui.opened("account", viewer) as page:
    summary = page.ask(accounts.summary).filter(pl.col("currency").is_in(page.currencies))

    account.sentence(page, summary)
    account.figures(page, summary)
    if summary.is_empty():
        account.nothing_billed(page)
        st.stop()
    account.facts(page, summary)
    account.proof(page, summary)
    currency = account.currency_shown(page, summary)

    ui.section(page, ageing.title(page), "ageing")
    ageing.ageing(page, currency, summary)
    ageing.controls(page)

    left, right = st.columns([3, 2], gap="large")
    with left:
        ui.section(page, account.needs_title(page))
        ui.needs(page, summary)
        found_for_you.found_for_you(page)
    with right:
        ui.section(page, "account.changes", "statement", movements.this_month(page))
        movements.movements(page, currency)

    account.views(page, currency)

    if page.accounts.height > 1:
        ui.section(page, "account.by_account", "balance")
        account.portfolio(page)
