"""Match columns: what each column of an upload is, shown with its first rows and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.intake.days import ORDERS, UNCLEAR
from saldo.intake.payables import ROLES
from saldo.intake.refusals import NotATable
from saldo.intake.supplier_rows import Holds, Sign, SupplierRows
from saldo.ui import match_upload, match_work
from saldo.ui.markup import plain
from saldo.ui.match_work import Work
from saldo.ui.page import Page
from saldo.ui.tables import Column, table

_SHOWN = 8
_MARKS = (",", ".")
_LEFT_OUT = ("total", "no_amount", "no_currency")


def confirm(page: Page, work: Work) -> None:
    """The columns to confirm, how amounts and dates are read, and the rows as they are read."""
    t = page.reader.t
    st.markdown(t("match.columns.intro", name=f"**{plain(work.name)}**"))
    match_upload.noted(work.uploaded.notes, page.reader)
    match_upload.told_refusal(page.reader)
    _sheet(page, work)
    with st.grid(len(ROLES), min_column_width=190, gap="small", key="match_roles"):
        for role in ROLES:
            _role(page, work, role)
    with st.grid(5, min_column_width=190, gap="small", key="match_meaning"):
        _meaning(page, work)
    lacking = work.columns.lacking
    for name in lacking:
        st.warning(t(f"match.lacking.{name}"))
    readable = not lacking and _as_read(page, work)
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("match.go"), key="match_go", type="primary", disabled=not readable,
            on_click=match_work.keep, args=(replace(work, confirmed=True),),
        )  # fmt: skip
        st.button(t("match.another"), key="match_another", on_click=match_work.drop)


def _sheet(page: Page, work: Work) -> None:
    """Another sheet of the workbook, where it has several."""
    if work.content is None:
        return
    content = work.content

    def chosen(name: str) -> None:
        match_upload.attempt(page, work.name, content, name)

    _select(
        page.reader.t("match.columns.sheet"), "match_sheet", list(work.uploaded.sheets),
        work.uploaded.sheet or "", chosen,
    )  # fmt: skip


def _role(page: Page, work: Work, role: str) -> None:
    t = page.reader.t

    def chosen(name: str) -> None:
        match_work.change_columns(work, **{role: name or None})

    def named(name: str) -> str:
        return name or t("match.columns.none")

    headers = ["", *work.uploaded.headers]
    value = getattr(work.columns, role) or ""
    _select(t(f"match.role.{role}"), f"match_role_{role}", headers, value, chosen, named=named)


def _meaning(page: Page, work: Work) -> None:
    t, columns, meant = page.reader.t, work.columns, work.meant

    def told(**changes: Any) -> Callable[[str], None]:
        name, make = next(iter(changes.items()))
        return lambda value: match_work.keep(replace(work, **{name: make(value)}))

    _select(
        t("match.holds.label"), "match_holds", [each.value for each in Holds], meant.holds.value,
        told(meant=lambda value: replace(meant, holds=Holds(value))),
        named=lambda value: t(f"match.holds.{value}"),
    )  # fmt: skip
    _select(
        t("match.sign.label"), "match_sign", [each.value for each in Sign], meant.sign.value,
        told(meant=lambda value: replace(meant, sign=Sign(value))),
        named=lambda value: t(f"match.sign.{value}"),
    )  # fmt: skip
    if columns.of_amounts:
        options = [*([UNCLEAR] if columns.mark == UNCLEAR else []), *_MARKS]
        _select(
            t("match.mark.label"), "match_mark", options, columns.mark,
            told(columns=lambda value: replace(columns, mark=value)), named=_marked(page),
        )  # fmt: skip
    if columns.order:
        options = [*([UNCLEAR] if columns.order == UNCLEAR else []), *ORDERS]
        _select(
            t("match.order.label"), "match_order", options, columns.order,
            told(columns=lambda value: replace(columns, order=value)),
            named=lambda value: t(f"match.order.{'unclear' if value == UNCLEAR else value}"),
        )  # fmt: skip
    if columns.currency is None and len(page.currencies) > 1:
        _select(
            t("match.currency"), "match_currency", page.currencies, work.currency,
            told(currency=str),
        )  # fmt: skip


def _marked(page: Page) -> Callable[[str], str]:
    names = {UNCLEAR: "unclear", ",": "comma", ".": "point"}
    return lambda value: page.reader.t(f"match.mark.{names[value]}")


def _select(
    label: str,
    key: str,
    options: list[str],
    value: str,
    chosen: Callable[[str], None],
    *,
    named: Callable[[str], str] = str,
) -> None:
    """A choice whose value stands in the work, not in the widget."""
    st.session_state[key] = value if value in options else options[0]
    st.selectbox(
        label, options, format_func=named, key=key,
        on_change=lambda: chosen(st.session_state[key]),
    )  # fmt: skip


def _as_read(page: Page, work: Work) -> bool:
    """The first rows as they are read. False where none can be."""
    try:
        read = match_work.rows_of(work)
    except NotATable as error:
        match_upload.refused(error, page.reader)
        return False
    t = page.reader.t
    st.header(t("match.as_read"), anchor=False)
    table(
        _frame(read), _columns(page, read), reader=page.reader, key="match_rows",
        alt=t("match.as_read"),
    )  # fmt: skip
    _counted(page, read)
    return True


def _frame(read: SupplierRows) -> pl.DataFrame:
    rows = read.rows[:_SHOWN]
    return pl.DataFrame(
        {
            "line": [row.line for row in rows],
            "number": [row.number for row in rows],
            "day": [row.day for row in rows],
            "due": [row.due for row in rows],
            "amount": [row.value for row in rows],
            "currency": [row.currency for row in rows],
            "kind": [row.kind.value if row.kind else None for row in rows],
            "text": [row.text for row in rows],
        },
        schema={
            "line": pl.Int64, "number": pl.String, "day": pl.Date, "due": pl.Date,
            "amount": pl.Decimal(18, 4), "currency": pl.String, "kind": pl.String,
            "text": pl.String,
        },
    )  # fmt: skip


def _columns(page: Page, read: SupplierRows) -> list[Column]:
    t = page.reader.t
    kinds: dict[str, Any] = {"day": "day", "due": "day", "amount": "money", "kind": "word"}
    names = ["line", "number", "day", "due", "amount", "currency", "kind", "text"]
    given = _frame(read)
    return [
        Column(name, kinds.get(name, "text"), t(f"match.read.{name}"))
        for name in names
        if name in ("line", "amount", "currency") or any(given[name])
    ]


def _counted(page: Page, read: SupplierRows) -> None:
    """How many rows take part, and which do not and why."""
    t = page.reader.t
    said = [t("match.rows_read", count=len(read.rows))]
    for code in _LEFT_OUT:
        lines = [each.line for each in read.left_out if each.code == code]
        if lines:
            shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
            said.append(t(f"match.left_out.{code}", count=len(lines), lines=shown))
    if read.unread_days:
        said.append(t("match.unread_days", count=read.unread_days))
    st.caption(" ".join(said))
