"""Account status: the start page. What is owed, what of it is late, what needs a decision."""

import polars as pl
import streamlit as st

from saldo import ui
from saldo.reporting import accounts
from saldo.ui import account

viewer = ui.require_viewer("account")

with ui.opened("account", viewer) as page:
    t = page.reader.t
    summary = page.ask(accounts.summary).filter(pl.col("currency").is_in(page.currencies))

    account.sentence(page, summary)
    account.figures(page, summary)
    currency = account.currency_shown(page, summary)

    st.subheader(t("account.ageing"), anchor=False)
    ui.ageing(page, currency)
    ui.downloads("ageing", page.filters, page.reader)

    left, right = st.columns([3, 2], gap="medium")
    with left:
        mine = "title_theirs" if account.seen_by_vendor(page) else "title"
        st.subheader(t(f"account.needs.{mine}"), anchor=False)
        ui.needs(page)
    with right:
        st.subheader(t("account.changes"), anchor=False)
        ui.movements(page, currency)
        ui.downloads("statement", page.filters, page.reader)

    st.subheader(t("account.trend"), anchor=False)
    account.trend(page, currency)
    ui.downloads("balance-trend", page.filters, page.reader)

    if page.accounts.height > 1:
        st.subheader(t("account.by_account"), anchor=False)
        account.portfolio(page)
    account.tie(page)
    ui.downloads("balance", page.filters, page.reader)
