"""Issued: the documents to take, those taken before, and what changed in one since (rule 7)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from saldo import access
from saldo.deeds import NotTheirs, Refused, issuing
from saldo.documents import word
from saldo.i18n import Reader
from saldo.reporting import Books, Filters, desk_rows
from saldo.reporting.issued import Change, issued_before
from saldo.shelf import Lost
from saldo.ui import empty
from saldo.ui.downloads import export_link
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen
from saldo.ui.tables import Column, table

KINDS = ("statement", "open-item-statement", "balance-confirmation")
_FORMATS = {"pdf": "PDF", "xlsx": "Excel"}
_MOST_SHOWN = 50


def documents(filters: Filters, reader: Reader) -> None:
    """The three documents of an account as PDF and Excel, kept as issued; the period's invoices."""
    with st.popover(reader.t("statement.documents"), icon=":material/description:"):
        for kind in KINDS:
            links = " ".join(
                _link(export_link(kind, format, filters), name) for format, name in _FORMATS.items()
            )
            title = escape(reader.t(f"exports.report.{kind}"))
            st.html(f"<span>{title}</span> {links}")
        archive = export_link("invoices", "zip", filters)
        title = escape(reader.t("statement.archive"))
        st.html(f"<span>{title}</span> {_link(archive, 'ZIP')}")
        st.caption(reader.t("statement.documents_kept"))


def before(page: Page) -> None:
    """The documents taken before of the accounts on the page, and the one that is opened."""
    office = access.office()
    books = Books(page.snapshot, lambda name: desk_rows.rows(office.desk, name))
    asked = Filters(as_of=page.filters.as_of, customers=page.filters.customers)
    found = issued_before(books, page.viewer.scope, asked)
    if found.is_empty():
        return
    t = page.reader.t
    st.header(t("statement.before"), anchor=False)
    _list(page, found.head(_MOST_SHOWN))
    number = chosen().get("issued", "")
    if number.isdecimal() and len(number) < 10:
        _opened(page, found.filter(pl.col("document_id") == int(number)))


def _list(page: Page, found: pl.DataFrame) -> None:
    reader = page.reader
    rows = found.to_dicts()
    shown = found.with_columns(
        pl.Series("taken", [reader.f.moment(row["taken_at"]) for row in rows]),
        pl.Series("what", [reader.t(f"exports.report.{row['kind']}") for row in rows]),
        pl.Series("period", [_days(row, reader) for row in rows]),
        pl.Series("whose", [_whose(row, reader) for row in rows]),
        pl.Series("file", [_FORMATS[row["format"]] for row in rows]),
    )
    t = reader.t
    columns = [
        Column("taken", heading=t("statement.taken"), pinned=True),
        Column("what", heading=t("statement.document")),
        Column("period", heading=t("statement.period")),
        Column("whose", heading=t("columns.customer_name")),
        Column("file", heading=t("statement.file"), width="small"),
        Column("taken_by_name", heading=t("statement.taken_by")),
    ]
    table(
        shown,
        columns,
        reader=reader,
        key="issued",
        alt=t("statement.before"),
        open_row=lambda row: choose("issued", str(row["document_id"])),
        rows_shown=8,
    )


def _opened(page: Page, found: pl.DataFrame) -> None:
    """One kept document: the same bytes again, and what would be otherwise now."""
    reader = page.reader
    home = access.office().settings.home
    try:
        if found.is_empty():
            raise NotTheirs
        kept = found.row(0, named=True)
        number = kept["document_id"]
        changes = page.act(issuing.changed_since, home=home, document_id=number)
    except Refused as error:
        empty.refused(error, reader)
        return
    except Lost:
        st.error(reader.t("statement.lost"))
        return
    with st.container(border=True, key="issued_one"):
        title = reader.t(f"exports.report.{kept['kind']}")
        st.markdown(f"**{plain(title)}**, {plain(_days(kept, reader))}")
        address = f"/export/issued.{kept['format']}?no={number}"
        st.html(_link(address, reader.t("statement.again", format=_FORMATS[kept["format"]])))
        _changes(page, changes, reader.f.moment(kept["taken_at"]))


def _changes(page: Page, changes: tuple[Change, ...], moment: str) -> None:
    reader = page.reader
    if not changes:
        said = plain(reader.t("statement.unchanged", moment=moment))
        st.caption(f":green[:material/check_circle:] {said}")
        return
    st.warning(plain(reader.t("statement.changed", moment=moment, count=len(changes))))
    table(
        pl.DataFrame([_row(change, reader) for change in changes]),
        [
            Column("document_no", pinned=True),
            Column("what", heading=reader.t("columns.kind")),
            Column("how", heading=reader.t("statement.change")),
            Column("customer_no"),
            Column("before", heading=reader.t("statement.was")),
            Column("after", heading=reader.t("statement.now")),
        ],
        reader=reader,
        key="late_postings",
        alt=reader.t("statement.changed", moment=moment, count=len(changes)),
        rows_shown=12,
    )


def _row(change: Change, reader: Reader) -> dict[str, str]:
    t, f = reader.t, reader.f

    def said(figures: Any) -> str:
        if figures is None:
            return ""
        day, amount = figures
        money = f.money(amount, change.currency, code=True)
        return f"{f.date(day)}, {money}" if day else money

    detail = change.document_class if change.part == "item" else change.detail
    return {
        "document_no": change.document_no,
        "what": f"{t(f'statement.part.{change.part}')}: {word(detail, reader)}",
        "how": t(f"statement.how.{change.how}"),
        "customer_no": change.customer_no,
        "before": said(change.before),
        "after": said(change.after),
    }


def _days(row: Mapping[str, Any], reader: Reader) -> str:
    start, end = row["period_start"], row["period_end"]
    days = reader.f.period(start, end) if start else reader.f.date(end)
    return f"{days}, {row['currency']}" if row["currency"] else days


def _whose(row: Mapping[str, Any], reader: Reader) -> str:
    if row["accounts"] == 1:
        return str(row["name"])
    return reader.t("statement.and_others", name=row["name"], count=row["accounts"] - 1)


def _link(address: str, name: str) -> str:
    return (
        f'<a class="saldo-link" href="{escape(address)}" target="_self" download>{escape(name)}</a>'
    )
