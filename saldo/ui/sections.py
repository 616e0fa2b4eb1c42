"""Sections: a part of a page under its heading, with the downloads of what it shows beside it."""

from __future__ import annotations

import streamlit as st

from saldo.reporting import Filters
from saldo.ui.downloads import downloads
from saldo.ui.page import Page


def section(
    page: Page, key: str, report: str | None = None, filters: Filters | None = None
) -> None:
    """The heading `key` of the catalogue; `report` under the page's (or these) filters to take."""
    name = key.replace(".", "_")
    with st.container(
        key=f"section_{name}", horizontal=True, vertical_alignment="bottom", gap="small"
    ):
        st.header(page.reader.t(key), anchor=False, width="stretch")
        if report:
            downloads(report, filters or page.filters, page.reader)
