"""Needs: what should be looked at first: the reason, the amount, what to do. At most five."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import polars as pl
import streamlit as st

from saldo.reporting.attention import ranked, signals
from saldo.ui.markup import plain, unbroken
from saldo.ui.page import Page

_ICONS = {
    "overdue": ":red[:material/error:]",
    "notice": ":orange[:material/event_upcoming:]",
    "returned_billed": ":orange[:material/assignment_return:]",
    "disputed": ":gray[:material/gavel:]",
    "slipped": ":orange[:material/local_shipping:]",
    "unapplied": ":gray[:material/payments:]",
}


def needs(page: Page, figures: pl.DataFrame) -> None:
    """The list, or a word that there is nothing. `figures` is the account's summary."""
    rows = ranked(figures, page.ask(signals))
    with st.container(border=True, gap=None, key="needs"):
        if rows.is_empty():
            st.caption(page.reader.t("account.needs.nothing"))
        for at, row in enumerate(rows.iter_rows(named=True)):
            _need(page, row, at)


def _need(page: Page, row: dict[str, Any], at: int) -> None:
    action = page.reader.t(f"account.needs.{row['kind']}.action")
    with st.container(
        horizontal=True, vertical_alignment="center", wrap=False, gap="medium", key=f"need_{at}"
    ):
        st.markdown(f"{_ICONS[row['kind']]} {_reason(page, row)}", width="stretch")
        st.page_link(
            f"pages/{row['page']}.py",
            label=f":primary[{action}]",
            icon="",
            query_params=_address(page, row),
        )


def _reason(page: Page, row: dict[str, Any]) -> str:
    t, f = page.reader.t, page.reader.f
    amount = "" if row["amount"] is None else f.money(abs(row["amount"]), row["currency"])
    reason = t(
        f"account.needs.{row['kind']}.reason",
        count=row["count"] or 0,
        amount=f"**{plain(amount)}**",
        day=unbroken(f.date(row["date"])) if row["date"] else "",
        week=f.week(row["date"]) if row["date"] else "",
        number=unbroken(row["number"] or ""),
        subject=plain(row["subject"] or ""),
    )
    return reason + _whose(page, row)


def _whose(page: Page, row: dict[str, Any]) -> str:
    """The account's name, where the reader has several."""
    if not row["customer_no"] or page.everyone.height == 1:
        return ""
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    return f" · {plain(names.get(row['customer_no'], ''))}"


def _address(page: Page, row: dict[str, Any]) -> dict[str, str]:
    address = page.query() | dict(parse_qsl(row["query"] or ""))
    if row["customer_no"] and page.everyone.height > 1:
        address["customer"] = row["customer_no"]
    return address
