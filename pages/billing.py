"""Billing check: what bills for machines do not fit machines and contracts, and what to claim."""

import streamlit as st

from saldo import ui
from saldo.reporting import billing as check
from saldo.ui import billing, empty

viewer = ui.require_viewer("billing")

with ui.opened("billing", viewer) as page:
    totals = page.ask(check.outcomes)
    billing.sentence(page, totals)
    billing.controls(page, totals)
    if totals.is_empty():
        t = page.reader.t
        empty.nothing(t("billing.no_machines"), t("billing.no_machines_hint"))
        st.stop()

    ui.section(page, "billing.outcomes")
    billing.outcomes(page, totals)
    billing.places(page)

    ui.section(page, "billing.findings")
    billing.findings(page)
