"""Reports: one period, one click, Excel or CSV: for the close, the budget, the analysis."""

import streamlit as st

from saldo import ui
from saldo.ui import periods, reports

viewer = ui.require_viewer("reports")

with ui.opened("reports", viewer) as page:
    st.caption(page.reader.t("reports.hint"))
    period = periods.period_field(page)
    reports.shown(page, reports.under(page, period))
