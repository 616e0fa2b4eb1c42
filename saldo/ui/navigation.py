"""Navigation: the pages of a viewer's role, in the viewer's words."""

from __future__ import annotations

import streamlit as st

from saldo.access import register
from saldo.i18n import language_of, reader_for
from saldo.settings import ROOT
from saldo.ui.viewer import current_viewer

_LOGO = ROOT / "static" / "saldo.svg"
_MARK = ROOT / "static" / "saldo-mark.svg"
_ICONS = {
    "account": ":material/account_balance_wallet:",
    "invoices": ":material/receipt_long:",
    "payments": ":material/payments:",
    "statement": ":material/summarize:",
    "deliveries": ":material/local_shipping:",
    "billing": ":material/fact_check:",
    "budget": ":material/query_stats:",
}


def navigate() -> None:
    """Run the page that is asked for. A stranger gets no menu; every page checks again itself."""
    viewer = current_viewer()
    reader = reader_for(viewer.language if viewer else language_of(st.context.locale))
    st.set_page_config(page_icon=_MARK, layout="wide")
    st.logo(_LOGO, size="large", icon_image=_MARK)
    open_to_viewer = [page for page in register.PAGES if viewer is None or page.admits(viewer)]
    pages = [
        st.Page(
            ROOT / "pages" / f"{surface.name}.py",
            title=reader.t(f"{surface.name}.title"),
            icon=_ICONS.get(surface.name),
            default=surface.path == "/",
        )
        for surface in open_to_viewer or register.PAGES
    ]
    st.navigation(pages, position="sidebar" if open_to_viewer and viewer else "hidden").run()
