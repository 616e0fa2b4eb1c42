"""Billing check: what bills for machines do not fit machines and contracts, and what to claim."""

import streamlit as st

from saldo import ui
from saldo.reporting import billing as check
from saldo.ui import billing, billing_claims, billing_findings, empty, found_for_you

viewer = ui.require_viewer("billing")

with ui.opened("billing", viewer) as page:
    claim_no = billing_claims.claim_asked()
    if claim_no is not None:
        billing_claims.claim_page(page, claim_no)
        st.stop()

    totals = page.ask(check.outcomes, billing.any_state(page))
    billing.sentence(page, totals)
    found_for_you.found_for_you(page)
    billing.controls(page, totals)
    if totals.is_empty():
        t = page.reader.t
        empty.nothing(t("billing.no_machines"), t("billing.no_machines_hint"))
        st.stop()

    ui.section(page, "billing.findings")
    billing_findings.findings(page)

    ui.section(page, "billing.outcomes")
    billing.outcomes(page, totals)
    billing.places(page)
