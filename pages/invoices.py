"""Invoices: find, filter and open documents; the totals tie to the balance."""

import streamlit as st

from saldo import ui
from saldo.ui import document, invoices

viewer = ui.require_viewer("invoices")

with ui.opened("invoices", viewer) as page:
    one = document.document_asked()
    if one is not None:
        document.document_page(page, one)
        st.stop()

    filters = invoices.asked(page)
    bar = invoices.controls(page, filters)
    invoices.listed(page, filters, bar)
    invoices.ties(page)
