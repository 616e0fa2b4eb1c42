"""Change upload: a list of changes from a file, each row checked before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st

from saldo.deeds import Refused
from saldo.deeds.changes_checked import Wanted
from saldo.deeds.changing import change_problems
from saldo.desk.changes import KINDS
from saldo.documents import word
from saldo.intake.change_list import WANTED, ListedChange, NoSerialNumbers, listed_changes
from saldo.intake.sheet import NotATable, read_table
from saldo.ui.file_box import file_box
from saldo.ui.page import Page
from saldo.ui.tables import Column, table


def draw(page: Page, send: Callable[[Sequence[Wanted]], None]) -> None:
    """The file, what its rows say and what is wrong with them; sent only when nothing is."""
    t = page.reader.t
    st.caption(t("inventory.list.how"))
    names = {kind: word(kind, page.reader) for kind in KINDS if kind != "contact"}
    left, right = st.columns(2)
    with left:
        usual = st.selectbox(
            t("inventory.list.usual"), list(names), format_func=names.__getitem__, key="list_kind"
        )
    with right:
        form = "YYYY-MM-DD" if page.reader.f.swedish else "DD/MM/YYYY"
        day = st.date_input(
            t("inventory.list.day"), value=page.filters.as_of, format=form, key="list_day"
        )
    file = file_box(t("inventory.list.file"), page.reader, key="change_file")
    if file is None:
        return
    try:
        uploaded = read_table(file.name, file.getvalue(), wanted=WANTED)
        rows = listed_changes(uploaded, usual=usual, on_date=day)
    except NotATable as refusal:
        st.error(t(f"uploads.error.{refusal.code}", **refusal.params))
        return
    except NoSerialNumbers:
        st.error(t("inventory.list.no_serials"))
        return
    _preview(page, rows, send)


def _preview(
    page: Page, rows: Sequence[ListedChange], send: Callable[[Sequence[Wanted]], None]
) -> None:
    t = page.reader.t
    wanted = [_wanted(row) for row in rows]
    try:
        problems = page.act(change_problems, wanted=wanted)
    except Refused as refusal:
        problems = [refusal] * len(rows)
    bad = sum(problem is not None for problem in problems)
    if bad:
        st.warning(t("inventory.list.problems", count=bad, all=len(rows)))
    else:
        st.success(t("inventory.list.ready", count=len(rows)))
    _table(page, rows, problems)
    st.button(
        t("inventory.request.send", count=len(wanted)),
        key="send_list",
        type="primary",
        disabled=bool(bad) or not wanted,
        on_click=send,
        args=(wanted,),
    )
    st.caption(t("inventory.list.all_or_none"))


def _table(page: Page, rows: Sequence[ListedChange], problems: Sequence[Refused | None]) -> None:
    t = page.reader.t
    said = [
        t(problem.key, **problem.params) if problem else t("inventory.list.fine")
        for problem in problems
    ]
    frame = pl.DataFrame(
        {
            "line": [str(row.line) for row in rows],
            "serial_no": [row.serial_no for row in rows],
            "kind": [row.kind for row in rows],
            "on_date": [row.on_date for row in rows],
            "to_site": [row.to_site for row in rows],
            "new_serial": [row.new_serial for row in rows],
            "problem": said,
            "tone": ["late" if problem else "in_time" for problem in problems],
        },
        schema_overrides={"on_date": pl.Date},
    )
    table(
        frame,
        [
            Column("line", heading=t("inventory.list.line"), width="small"),
            Column("problem", heading=t("inventory.list.problem"), tones="tone", width=420),
            Column("serial_no"),
            Column("kind", "word", t("inventory.changes.what")),
            Column("on_date", "day"),
            Column("to_site", heading=t("inventory.request.site")),
            Column("new_serial", heading=t("inventory.list.new_serial")),
        ],
        reader=page.reader,
        key="list",
        alt=t("inventory.list.preview"),
    )


def _wanted(row: ListedChange) -> Wanted:
    return Wanted(
        kind=row.kind,
        serial_no=row.serial_no,
        on_date=row.on_date,
        to_site=row.to_site,
        new_serial=row.new_serial,
        model=row.model,
        note=row.note,
    )
