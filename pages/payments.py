"""Payments: what was paid, what it settled, what is left of it."""

import streamlit as st

from saldo import ui
from saldo.ui import payments

viewer = ui.require_viewer("payments")

with ui.opened("payments", viewer) as page:
    one = payments.payment_asked()
    if one is not None:
        payments.opened_payment(page, one)
        st.stop()

    filters = payments.asked(page)
    bar = payments.controls(page, filters)
    payments.listed(page, filters, bar)
