"""Match my ledger to yours: a payables ledger is uploaded, matched, and tied to ours."""

import streamlit as st

from saldo import ui
from saldo.ui import match, match_columns, match_saved, match_upload, match_work

viewer = ui.require_viewer("match")

with ui.opened("match", viewer) as page:
    kept = match_saved.asked(page)
    if kept is not None:
        match_saved.one(page, kept)
        st.stop()

    work = match_work.current()
    if work is None:
        match_upload.start(page)
        match_saved.listed(page)
        st.stop()

    if not work.confirmed:
        match_columns.confirm(page, work)
        st.stop()

    match.result(page, work)
