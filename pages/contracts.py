"""Contracts: what they cover and cost, until when, and by which day to give notice; one of them."""

import streamlit as st

from saldo import ui
from saldo.reporting import contracts as agreed
from saldo.ui import contract, contracts, empty

viewer = ui.require_viewer("contracts")

with ui.opened("contracts", viewer) as page:
    one = contract.contract_asked()
    if one is not None:
        contract.contract_page(page, one)
        st.stop()

    counts = page.ask(agreed.contract_counts, contracts.unnarrowed(page))
    if counts.is_empty():
        empty.nothing(page.reader.t("contracts.none"), page.reader.t("contracts.none_hint"))
        st.stop()
    contracts.sentence(page, counts)
    contracts.figures(page, counts)

    filters = contracts.asked(page)
    contracts.controls(page, counts, filters)
    rows = page.ask(agreed.contracts, filters)
    contracts.listed(page, rows, filters)

    ui.section(page, "contracts.timeline.title")
    contracts.timeline(page, rows)
    ui.section(page, "contracts.deadlines.title", "contract-deadlines", contracts.unnarrowed(page))
    contracts.deadlines(page)
