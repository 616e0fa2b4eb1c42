"""Reports: every report of the accounts under one period, each a click away, last used first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import streamlit as st

from saldo import access
from saldo.access import register
from saldo.desk import audit
from saldo.i18n import has_text
from saldo.ledger.typed_periods import Period
from saldo.reporting import Filters
from saldo.reporting.reports import REPORTS
from saldo.ui.downloads import downloads
from saldo.ui.page import Page

_FIRST = (
    "statement",
    "open-items",
    "ageing",
    "payments-settled",
    "budget-lines",
    "analysis-lines",
    "billed-installed",
)
"""What stands first until something was used; the rest follows as it is registered."""


def under(page: Page, period: Period) -> Filters:
    """The page's filters for the period; what is open is that of its last day."""
    return replace(
        page.filters,
        start=period.start,
        end=period.end,
        as_of=min(period.end, page.filters.as_of),
        status=None,
        bucket=None,
        search=None,
        outcome=None,
        sort=None,
    )


def shown(page: Page, filters: Filters) -> None:
    """A card per report with its downloads, those used last first."""
    used = audit.last_taken(access.office().desk, page.viewer.person_id)
    with st.grid(2, min_column_width=380, gap="small", key="reports"):
        for name in in_order(used):
            _card(page, name, filters, used.get(name))


def in_order(used: Mapping[str, datetime]) -> list[str]:
    """Reports that can be taken: those used, the latest first, then by importance."""
    open_ones = [name for name in REPORTS if register.export(name)]
    lately = sorted((name for name in open_ones if name in used), key=used.__getitem__)
    rest = [*_FIRST, *(name for name in open_ones if name not in _FIRST)]
    return [*reversed(lately), *(name for name in rest if name not in used)]


def _card(page: Page, name: str, filters: Filters, used: datetime | None) -> None:
    t, f = page.reader.t, page.reader.f
    with st.container(border=True, height="stretch", gap="xsmall", key=f"report_{name}"):
        st.subheader(t(f"exports.report.{name}"), anchor=False)
        if has_text(f"reports.gives.{name}"):
            st.caption(t(f"reports.gives.{name}"))
        st.space("stretch")
        downloads(name, filters, page.reader)
        if used is not None:
            moment = used.astimezone(access.office().settings.timezone)
            st.caption(t("reports.used", moment=f.moment(moment)))
