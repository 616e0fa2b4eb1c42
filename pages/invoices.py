"""Invoices: find, filter and open documents; the totals tie to the balance."""

from dataclasses import replace

import streamlit as st

from saldo import ui
from saldo.ui import document, invoices

viewer = ui.require_viewer("invoices")

with ui.opened("invoices", viewer) as page:
    asked = document.document_asked()
    if asked is not None:
        document.document_page(page, asked)
        st.stop()

    status = invoices.status_asked(page)
    filters = replace(page.filters, status=status)
    invoices.status_tabs(page, status)
    invoices.listed(page, filters)
    invoices.ties(page)
    ui.downloads("invoices", filters, page.reader)
