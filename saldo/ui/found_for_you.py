"""Found for you: what the billing check found, and what of it was claimed, credited, is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from saldo.reporting.claims import found_for_you as found
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import here

_NAMES = ("found", "claimed", "credited", "outstanding")


def found_for_you(page: Page) -> None:
    """Four amounts in a row, a line a currency, and the way to the billing check.

    Nothing where the check never found anything to claim.
    """
    rows = page.ask(found).rows(named=True)
    if not rows:
        return
    t = page.reader.t
    with st.container(border=True, gap="xsmall", key="found_for_you"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{t('claims.found.title')}**", width="stretch")
            if here() != "billing":
                st.page_link(
                    "pages/billing.py",
                    label=f":primary[{t('claims.found.open')}]",
                    icon="",
                    query_params=page.query(),
                )
        with st.grid(len(_NAMES), min_column_width=120, gap="small", key="found_amounts"):
            for name in _NAMES:
                _amount(page, name, rows)


def _amount(page: Page, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    f, several = page.reader.f, len(page.currencies) > 1
    with st.container(gap="xxsmall", key=f"found_{name}"):
        st.caption(page.reader.t(f"claims.found.{name}"))
        for row in rows:
            money = plain(f.money(row[f"{name}_amount"], row["currency"], code=several))
            st.markdown(f"**{money}**")
