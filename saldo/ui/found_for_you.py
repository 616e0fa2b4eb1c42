"""Found for you: what the billing check found, and what of it was claimed, credited, is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from saldo.access import Role
from saldo.reporting.claims import found_for_you as found
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import become, here

_ROWS = {"found": None, "claimed": "claimed", "credited": "credited", "outstanding": "claimed"}
"""The four amounts, each with the tab that lists its rows."""


def found_for_you(page: Page) -> None:
    """Four amounts in a row, a line a currency, and the way to the billing check.

    Nothing where the check never found anything to claim.
    """
    rows = page.ask(found).rows(named=True)
    if not rows:
        return
    whose = "customers" if page.viewer.role is Role.rep else "you"
    with st.container(border=True, gap="xsmall", key="found_for_you"):
        st.markdown(f"**{page.reader.t(f'claims.found.for_{whose}')}**")
        with st.grid(len(_ROWS), min_column_width=120, gap="small", key="found_amounts"):
            for name in _ROWS:
                _amount(page, name, rows)


def _amount(page: Page, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    f, several = page.reader.f, len(page.currencies) > 1
    with st.container(gap="xxsmall", key=f"found_{name}"):
        _way(page, name)
        for row in rows:
            money = plain(f.money(row[f"{name}_amount"], row["currency"], code=several))
            st.markdown(f"**{money}**")


def _way(page: Page, name: str) -> None:
    """The amount's name leads to its rows on the billing check."""
    label = f":primary[{page.reader.t(f'claims.found.{name}')}]"
    query = page.query(status=_ROWS[name])
    if here() == "billing":
        st.button(label, key=f"found_open_{name}", type="tertiary", on_click=become, args=(query,))
    else:
        st.page_link("pages/billing.py", label=label, icon="", query_params=query)
