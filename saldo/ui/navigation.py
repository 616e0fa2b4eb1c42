"""Navigation: the pages of a viewer's role, in the viewer's words."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from saldo.access import register
from saldo.access.register import Surface
from saldo.i18n import Reader, language_of, reader_for
from saldo.settings import ROOT
from saldo.ui.viewer import current_viewer

_LOGO = ROOT / "static" / "saldo.svg"
_MARK = ROOT / "static" / "saldo-mark.svg"
_MENU = {
    "portfolio": {
        "portfolio": ":material/groups:",
        "year": ":material/calendar_month:",
    },
    "money": {
        "account": ":material/account_balance_wallet:",
        "pay": ":material/task_alt:",
        "invoices": ":material/receipt_long:",
        "payments": ":material/payments:",
        "statement": ":material/summarize:",
        "match": ":material/compare_arrows:",
        "reports": ":material/table_view:",
    },
    "goods": {
        "deliveries": ":material/local_shipping:",
        "contracts": ":material/contract:",
        "inventory": ":material/inventory_2:",
        "billing": ":material/fact_check:",
    },
    "plan": {
        "budget": ":material/query_stats:",
        "scenarios": ":material/alt_route:",
        "cash": ":material/event_upcoming:",
        "accruals": ":material/hourglass_bottom:",
    },
    "contact": {
        "enquiries": ":material/forum:",
        "contact": ":material/contact_phone:",
        "people": ":material/manage_accounts:",
        "guests": ":material/badge:",
        "audit": ":material/history:",
        "me": ":material/person:",
    },
}
"""Every page of the menu under its heading, with its icon."""


def navigate() -> None:
    """Run the page that is asked for. A stranger gets no menu; every page checks again itself."""
    viewer = current_viewer()
    reader = reader_for(viewer.language if viewer else language_of(st.context.locale))
    st.set_page_config(page_icon=_MARK, layout="wide")
    st.logo(_LOGO, size="large", icon_image=_MARK)
    open_to_viewer = [page for page in register.PAGES if viewer is None or page.admits(viewer)]
    drawn = {page.name: page for page in open_to_viewer or register.PAGES}
    sections = {
        reader.t(f"frame.menu.{section}"): [
            _page(drawn[name], icon, reader) for name, icon in pages.items() if name in drawn
        ]
        for section, pages in _MENU.items()
    }
    filled = {heading: pages for heading, pages in sections.items() if pages}
    menu = bool(open_to_viewer and viewer)
    st.navigation(filled, position="sidebar" if menu else "hidden", expanded=True).run()


def _page(surface: Surface, icon: str, reader: Reader) -> StreamlitPage:
    return st.Page(
        ROOT / "pages" / f"{surface.name}.py",
        title=reader.t(f"{surface.name}.title"),
        icon=icon,
        default=surface.path == "/",
    )
