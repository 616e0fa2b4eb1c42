"""Changes: what was asked for of the installed base, followed until it is done; deciding on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.deeds import Refused
from saldo.deeds.changing import decide_changes, withdraw_change
from saldo.documents import word
from saldo.reporting.change_requests import change_events, change_requests
from saldo.ui import change_form, empty
from saldo.ui.downloads import downloads
from saldo.ui.empty import refused
from saldo.ui.filters import tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_TABS = ("open", "asked", "outstanding", "approved", "done", "declined", "all")
_TONES = {"outstanding": "slipped", "asked": "", "done": "in_time", "declined": "cancelled"}


def draw(page: Page) -> None:
    """The requests under their tabs, one opened, and for a rep those that wait to be decided."""
    t = page.reader.t
    _told(page)
    change_form.opener(page, [])
    rep = page.viewer.role is Role.rep
    if rep:
        _decide_many(page)
    now = page.filters.status if page.filters.status in _TABS else "open"
    filters = replace(page.filters, status=now)
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        options = {name: t(f"inventory.changes.tabs.{name}") for name in _TABS}
        tabs("status", options, now or "open", label=t("columns.status"), default="")
        st.space("stretch")
        downloads("change-requests", filters, page.reader)
    rows = page.ask(change_requests, filters)
    _opened(page)
    if rows.is_empty():
        empty.nothing(t("inventory.changes.none"), t("inventory.changes.none_hint"))
        return
    change_table(page, paged(rows), key="changes", opens=True)
    page_chooser(rows)
    st.caption(t("inventory.changes.how"))


def change_table(page: Page, rows: pl.DataFrame, *, key: str, opens: bool = False) -> None:
    """A row per request: what, how it stands; where it opens, the receipt opens it."""
    t = page.reader.t

    def open_one(row: Mapping[str, Any]) -> None:
        choose("change", str(row["id"]))

    wanted = [
        Column("receipt_no", pinned=True),
        Column("kind_said", heading=t("inventory.changes.what")),
        Column("serial_no"),
        Column("state_said", heading=t("columns.status"), tones="tone", width=250),
        Column("wanted_said", heading=t("inventory.changes.wanted"), width=260),
        Column("on_date", "day"),
        Column("asked_on", "day"),
        Column("asked_by_name"),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("model"),
        Column("decision_note", heading=t("inventory.changes.answer")),
    ]
    shown = _with_words(page, rows)
    table(
        shown,
        [each for each in wanted if each is not None and not shown[each.name].is_null().all()],
        reader=page.reader,
        key=key,
        alt=t("inventory.views.changes"),
        open_row=open_one if opens else None,
    )


def state_words(row: Mapping[str, Any], page: Page) -> str:
    """How a request stands, in words."""
    t, f, state = page.reader.t, page.reader.f, row["state"]
    if state == "outstanding":
        days = row["outstanding_days"]
        kind = "outstanding" if days else "outstanding_now"
        return t(f"inventory.changes.states.{kind}", days=f.days(days))
    if state == "done":
        return t("inventory.changes.states.done", day=f.date(row["shown_on"]))
    if state == "approved":
        return t("inventory.changes.states.approved", day=f.date(row["on_date"]))
    return t(f"inventory.changes.states.{state}")


def wanted_words(row: Mapping[str, Any], page: Page) -> str:
    """What was asked for, in words."""
    t = page.reader.t
    if row["kind"] == "contact":
        parts = (row["contact_name"], row["contact_email"], row["contact_phone"])
        return " · ".join(part for part in parts if part)
    if row["kind"] == "correct_serial":
        return t("inventory.changes.to_serial", serial=row["new_serial"] or "")
    if row["kind"] in ("move", "add"):
        return t("inventory.changes.to_site", site=row["to_name"] or row["to_site"] or "")
    return t("inventory.changes.removal")


def _with_words(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    records = list(rows.iter_rows(named=True))
    words = {
        "kind_said": [word(row["kind"], page.reader) for row in records],
        "state_said": [state_words(row, page) for row in records],
        "wanted_said": [wanted_words(row, page) for row in records],
        "tone": [_TONES.get(row["state"], "") for row in records],
    }
    return rows.with_columns(
        *(pl.Series(name, cells, dtype=pl.String) for name, cells in words.items()),
        pl.col("asked_at").dt.date().alias("asked_on"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _opened(page: Page) -> None:
    """The request that the address names: all that happened to it; the asker may take it back."""
    asked, t, f = chosen().get("change", ""), page.reader.t, page.reader.f
    if not asked.isdecimal():
        return
    every = page.ask(change_requests, replace(page.filters, status="all", search=None, site=None))
    found = every.filter(id=int(asked))
    if found.is_empty():
        said = f"**{t('inventory.changes.none_such')}** · {t('inventory.changes.none_such_hint')}"
        st.markdown(said)
        return
    row = found.row(0, named=True)
    with st.container(border=True, key="change", gap="xsmall"):
        what = f"{word(row['kind'], page.reader)} · {row['serial_no'] or ''}".strip(" ·")
        st.markdown(f"**{plain(row['receipt_no'])}** · {plain(what)}")
        st.markdown(f"{plain(wanted_words(row, page))} · {plain(state_words(row, page))}")
        for event in page.ask(change_events, request_id=row["id"]).iter_rows(named=True):
            said = t(
                f"inventory.changes.events.{event['event']}",
                at=f.moment(event["happened_at"]),
                who=event["by_name"] or "",
            )
            note = f": {event['note']}" if event["note"] else ""
            st.caption(plain(said + note))
        if row["state"] == "done":
            st.caption(plain(t("inventory.changes.shown", day=f.date(row["shown_on"]))))
        with st.container(horizontal=True, gap="small"):
            if row["state"] == "asked" and row["asked_by"] == page.viewer.person_id:
                st.button(
                    t("inventory.changes.withdraw"),
                    key="withdraw",
                    on_click=_withdraw,
                    args=(page, row["id"]),
                )
            st.button(
                t("billing.close"), key="change_close", type="tertiary", on_click=forget,
                args=("change",),
            )  # fmt: skip


def _decide_many(page: Page) -> None:
    """For a rep: the requests that wait, to approve or decline one or many at once."""
    t = page.reader.t
    waiting = page.ask(change_requests, replace(page.filters, status="asked"))
    if waiting.is_empty():
        return
    rows = {row["id"]: row for row in waiting.iter_rows(named=True)}
    with st.container(border=True, key="decide", gap="small"):
        st.markdown(f"**{t('inventory.changes.to_decide', count=len(rows))}**")
        chosen_ids = st.multiselect(
            t("inventory.changes.which"),
            list(rows),
            default=list(rows) if len(rows) <= 20 else [],
            format_func=lambda key: _label(rows[key], page) if key in rows else "",
            key="decide_which",
        )
        st.text_input(t("inventory.changes.reason"), key="decide_reason", max_chars=500)
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("inventory.changes.approve"), key="approve", type="primary",
                on_click=_decide, args=(page, chosen_ids, True), disabled=not chosen_ids,
            )  # fmt: skip
            st.button(
                t("inventory.changes.decline"), key="decline",
                on_click=_decide, args=(page, chosen_ids, False), disabled=not chosen_ids,
            )  # fmt: skip


def _label(row: Mapping[str, Any], page: Page) -> str:
    what = f"{word(row['kind'], page.reader)} {row['serial_no'] or ''}".strip()
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    account = [names.get(row["customer_no"], "")] if page.accounts.height > 1 else []
    return " · ".join([row["receipt_no"], *account, what, wanted_words(row, page)])


def _decide(page: Page, requests: list[int], approve: bool) -> None:
    reason = st.session_state.get("decide_reason", "")
    try:
        decided = page.act(decide_changes, requests=requests, approve=approve, reason=reason)
    except Refused as refusal:
        st.session_state["_change_refused"] = refusal
        return
    st.session_state["_change_said"] = ("approved" if approve else "declined", decided)
    st.session_state["decide_reason"] = ""
    st.session_state.pop("decide_which", None)


def _withdraw(page: Page, request_id: int) -> None:
    try:
        page.act(withdraw_change, request_id=request_id)
    except Refused as refusal:
        st.session_state["_change_refused"] = refusal


def _told(page: Page) -> None:
    """What came of the button that was pressed before this run."""
    refusal = st.session_state.pop("_change_refused", None)
    if refusal is not None:
        refused(refusal, page.reader)
    said = st.session_state.pop("_change_said", None)
    if said is not None:
        what, count = said
        words = page.reader.t(f"inventory.changes.decided.{what}", count=count)
        st.success(words, icon=":material/check:")
