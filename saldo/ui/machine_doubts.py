"""Machine doubts: what is odd about machines in the sources, each in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from saldo.i18n import Reader
from saldo.reporting import Filters, machines
from saldo.ui.markup import plain
from saldo.ui.page import Page

_MOST = 8


def doubts(page: Page, *, contract_no: str | None = None, serial_no: str | None = None) -> None:
    """The oddities of a contract's machines, of one machine, or of all; nothing where none."""
    t, filters = page.reader.t, page.filters
    asked = Filters(
        as_of=filters.as_of, customers=filters.customers, site=filters.site, contract=contract_no
    )
    found = page.ask(machines.doubts, asked)
    if serial_no is not None:
        found = found.filter(serial_no=serial_no)
    if found.is_empty():
        return
    with st.container(border=True, key="doubts", gap="xsmall"):
        st.markdown(
            f":orange[:material/report:] **{t('inventory.doubts.title', count=found.height)}**"
        )
        for row in found.head(_MOST).iter_rows(named=True):
            st.markdown(f"**{plain(row['serial_no'])}**: {plain(said(row, page.reader))}")
        if found.height > _MOST:
            st.caption(t("inventory.doubts.more", count=found.height - _MOST))
        st.caption(t("inventory.doubts.hint"))


def said(row: Mapping[str, Any], reader: Reader) -> str:
    """What is odd about one machine."""

    def day(name: str) -> str:
        return reader.f.date(row[name]) if row[name] else "–"

    return reader.t(
        f"inventory.doubts.{row['reason']}",
        installed=day("installed_on"),
        removed=day("removed_on"),
        contracts=row["contracts"] or "–",
        like=row["like_serial"] or "–",
    )
