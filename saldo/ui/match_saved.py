"""Match saved: reconciliations that were kept, listed, opened as they were, deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import streamlit as st

from saldo import access
from saldo.deeds import NotTheirs, Refused
from saldo.deeds.reconciling import delete_reconciliation
from saldo.desk import reconciliations
from saldo.reporting.saved_matching import saved, unpacked
from saldo.ui import empty, match
from saldo.ui.downloads import document_link
from saldo.ui.empty import refused
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, Row, table

_FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


def asked(page: Page) -> dict[str, Any] | None:
    """The saved reconciliation the address names; an empty one where there is none such."""
    number = chosen().get("saved", "")
    if not number:
        return None
    rows = page.ask(saved).filter(pl.col("reconciliation_id").cast(pl.String) == number)
    return dict(rows.row(0, named=True)) if rows.height else {}


def one(page: Page, kept: dict[str, Any]) -> None:
    """One of them as it was found, with its files."""
    t = page.reader.t
    st.button(
        t("match.saved.back"), key="back", type="tertiary", icon=":material/arrow_back:",
        on_click=forget, args=("saved", "list", "finding"),
    )  # fmt: skip
    contents = (
        reconciliations.contents(access.office().desk, kept["reconciliation_id"]) if kept else None
    )
    if contents is None:
        empty.nothing(t("match.saved.gone"), t("match.saved.gone_hint"))
        return
    matched = unpacked(contents)
    st.header(plain(kept["name"]), anchor=False)
    st.caption(_told(page, kept))
    match.sentence(page, matched)
    match.ties(page, matched)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for format, label in _FORMATS.items():
            query = {"no": str(kept["reconciliation_id"]), "as_of": kept["as_of"].isoformat()}
            document_link("reconciliation", query, label, format)
        if kept["saved_by"] == page.viewer.person_id:
            st.button(
                t("match.saved.delete"), key="match_delete", type="tertiary",
                icon=":material/delete:", on_click=_delete, args=(page, kept["reconciliation_id"]),
            )  # fmt: skip
    error: Refused | None = st.session_state.pop("_match_undeleted", None)
    if error is not None:
        refused(error, page.reader)
    match.lists(page, matched, None)


def listed(page: Page) -> None:
    """What was saved about accounts that are all the viewer's; a name opens it."""
    rows = page.ask(saved)
    if rows.is_empty():
        return
    t = page.reader.t
    st.header(t("match.saved.title"), anchor=False)

    def open_one(row: Row) -> None:
        choose("saved", str(row["reconciliation_id"]))

    columns = [
        Column("name", heading=t("match.saved.name")),
        Column("as_of", "day", t("match.saved.as_of")),
        Column("rows", "count", t("match.saved.rows")),
        Column("differences", "count", t("match.saved.differences")),
        Column("saved_by_name", heading=t("match.saved.by")),
        Column("saved_on", "day", t("match.saved.on")),
    ]
    shown = rows.with_columns(pl.col("saved_at").dt.date().alias("saved_on"))
    table(
        shown, columns, reader=page.reader, key="match_kept", alt=t("match.saved.title"),
        open_row=open_one,
    )  # fmt: skip


def _told(page: Page, kept: dict[str, Any]) -> str:
    as_of: date = kept["as_of"]
    at: datetime = kept["saved_at"]
    return page.reader.t(
        "match.saved.told",
        file=plain(kept["file_name"]),
        day=page.reader.f.date(as_of),
        who=plain(kept["saved_by_name"]),
        moment=page.reader.f.moment(at),
    )


def _delete(page: Page, key: int) -> None:
    try:
        page.act(delete_reconciliation, key=key)
    except NotTheirs as error:
        st.session_state["_match_undeleted"] = error
        return
    forget("saved", "list", "finding")
