"""Filters: the choices of a page as widgets. Parsed by `saldo.reporting.Filters`, nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from saldo.i18n import Reader
from saldo.reporting import Filters
from saldo.ui.state import mirror


def account_picker(accounts: pl.DataFrame, filters: Filters, reader: Reader) -> None:
    """One, several or all accounts of the viewer's; nothing to pick where there is one."""
    if accounts.height < 2:
        return
    names = dict(accounts.select("customer_no", "name").iter_rows())
    st.multiselect(
        reader.t("frame.accounts"),
        list(names),
        format_func=lambda no: f"{names[no]} · {no}",
        placeholder=reader.t("frame.all_accounts", count=len(names)),
        **mirror("customer", [no for no in filters.customers if no in names], ",".join),
    )


def as_of_picker(filters: Filters, default: date, latest: date, reader: Reader) -> None:
    """The day the figures are shown for (rule 7)."""
    st.date_input(
        reader.t("frame.as_of"),
        format="YYYY-MM-DD" if reader.f.swedish else "DD/MM/YYYY",
        max_value=max(latest, filters.as_of),
        min_value=date(1990, 1, 1),
        **mirror("as_of", filters.as_of, _day, default=default.isoformat()),
    )


def known_at_picker(filters: Filters, latest: date, reader: Reader) -> None:
    """The day up to whose end things were known (rule 7); none means as known now."""
    known = filters.known_at.date() if filters.known_at else None
    st.date_input(
        reader.t("frame.known_at"),
        format="YYYY-MM-DD" if reader.f.swedish else "DD/MM/YYYY",
        max_value=max(latest, known or latest),
        min_value=date(1990, 1, 1),
        help=reader.t("frame.known_at_means"),
        **mirror("known_at", known, _day),
    )


def currency_picker(currencies: Sequence[str], filters: Filters, reader: Reader) -> None:
    """One currency or all; nothing to pick where there is one."""
    if len(currencies) < 2:
        return
    options = ["", *currencies]
    chosen = filters.currency if filters.currency in options else ""
    st.selectbox(
        reader.t("frame.currency"),
        options,
        format_func=lambda code: code or reader.t("frame.all_currencies"),
        **mirror("currency", chosen, lambda code: code),
    )


def period_picker(filters: Filters, reader: Reader) -> None:
    """First and last day of a period, both inclusive (rule 16)."""
    form = "YYYY-MM-DD" if reader.f.swedish else "DD/MM/YYYY"
    first, last = st.columns(2)
    with first:
        st.date_input(reader.t("frame.from"), format=form, **mirror("from", filters.start, _day))
    with last:
        st.date_input(reader.t("frame.to"), format=form, **mirror("to", filters.end, _day))


def period_popover(filters: Filters, reader: Reader, without: str) -> None:
    """The period behind a button that says it; `without` is what it says where none is asked."""
    start, end, f = filters.start, filters.end, reader.f
    said = f"{f.date(start) if start else '…'} – {f.date(end) if end else '…'}"
    with st.popover(said if start or end else without, icon=":material/date_range:"):
        period_picker(filters, reader)


def tabs(name: str, options: dict[str, str], chosen: str, *, label: str, default: str) -> None:
    """One of a few, as tabs over a list: value to label (counts belong into the label)."""
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        label_visibility="collapsed",
        **mirror(name, chosen, lambda value: value, default=default),
    )


def choice(name: str, options: dict[str, str], chosen: str, *, label: str, default: str) -> None:
    """One of several, as a list to pick from: value to label."""
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        label_visibility="collapsed",
        **mirror(name, chosen, lambda value: value, default=default),
    )


def _day(day: Any) -> str | None:
    return day.isoformat() if isinstance(day, date) else None
