"""Periods: one by name or as typed (`FY2026-Q3`, `2026-10`, `förra månaden`), in the address."""

from __future__ import annotations

import streamlit as st

from saldo.ledger.typed_periods import NotAPeriod, Period, period_typed
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen

NAMED = (
    "last month",
    "this month",
    "last quarter",
    "this fiscal year",
    "last fiscal year",
    "last 12 months",
)
"""The periods that stand ready, as they are typed; the first is the usual one."""
_LONGEST = 60


def first_month(page: Page) -> int:
    """The first month of the accounts' fiscal year, January where they differ."""
    months = page.accounts["fiscal_year_start"].unique().to_list()
    return int(months[0]) if len(months) == 1 else 1


def period_asked(page: Page, default: str = NAMED[0]) -> Period:
    """The period that the address names (`period=…`), as far as the day shown; else the default."""
    try:
        return _understood(page, chosen().get("period", default))
    except NotAPeriod:
        return _understood(page, default)


def period_field(page: Page, default: str = NAMED[0]) -> Period:
    """The named periods and a field for any other; what was not understood is said. The period."""
    t, f = page.reader.t, page.reader.f
    asked = chosen().get("period", default)
    with st.container(horizontal=True, vertical_alignment="bottom", key="period_row"):
        _named(page, asked, default)
        _typed(page, asked, default)
    period = period_asked(page, default)
    try:
        _understood(page, asked)
        st.caption(t("reports.period_means", period=f.period(period.start, period.end)))
    except NotAPeriod:
        st.warning(
            plain(t("reports.not_a_period", text=asked, period=f.period(period.start, period.end)))
        )
    return period


def _understood(page: Page, text: str) -> Period:
    return period_typed(text[:_LONGEST], page.filters.as_of, first_month(page)).until(
        page.filters.as_of
    )


def _named(page: Page, asked: str, default: str) -> None:
    key = "choose_named_period"
    st.session_state[key] = asked if asked in NAMED else None
    st.segmented_control(
        page.reader.t("reports.period"),
        NAMED,
        format_func=lambda name: page.reader.t(f"reports.periods.{name.replace(' ', '_')}"),
        key=key,
        on_change=lambda: choose("period", st.session_state[key], default=default),
    )


def _typed(page: Page, asked: str, default: str) -> None:
    key = "choose_period"
    st.session_state[key] = "" if asked in NAMED else asked
    st.text_input(
        page.reader.t("reports.any_period"),
        placeholder=page.reader.t("reports.period_hint"),
        max_chars=_LONGEST,
        width=260,
        key=key,
        on_change=lambda: choose("period", st.session_state[key].strip(), default=default),
    )
