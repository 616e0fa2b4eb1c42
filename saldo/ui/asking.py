"""Asking: ask about a document or dispute it, from the page; the receipt; what was asked so far.

What is asked stands in the address (`ask=dispute`, `line=2`), so that a finding elsewhere can lead
straight to the form. A question is no dispute: it changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role, register
from saldo.deeds import Refused
from saldo.deeds.asking import TOPICS, ask_question
from saldo.deeds.disputing import WANTED, disputable, raise_dispute
from saldo.deeds.documents import LONGEST, Receipt
from saldo.ledger.money import minor_units
from saldo.ledger.typed_amounts import amounts_typed
from saldo.reporting.invoices import Document
from saldo.ui.downloads import document_link
from saldo.ui.empty import refused
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget, mirror

_KINDS = ("question", "dispute")
TOLD = "asking_told"
"""Where the session keeps what became of the last thing sent: a receipt, or why not."""


def is_today(page: Page) -> bool:
    """True where the page shows the day that what is written now counts from."""
    return page.filters.as_of >= page.default_as_of and page.filters.known_at is None


def begin(kind: str, line_no: str | None = None) -> None:
    """From a callback: open the form for the document, or a line of it."""
    st.session_state.pop(TOLD, None)
    choose("ask", kind)
    choose("line", line_no)


def buttons(page: Page, row: Mapping[str, Any]) -> None:
    """The two ways to ask, kept apart; only for the customer's own people."""
    t = page.reader.t
    if page.viewer.role is not Role.customer:
        return
    today, still_open = is_today(page), row["open_amount"] > 0
    hints = {
        "question": None if today else t("asking.not_today"),
        "dispute": None if today and still_open else t("asking.not_today"),
    }
    if today and not still_open:
        hints["dispute"] = t("asking.nothing_open")
    for kind in _KINDS:
        st.button(
            t(f"asking.begin.{kind}"),
            key=f"begin_{kind}",
            disabled=hints[kind] is not None,
            help=hints[kind],
            on_click=begin,
            args=(kind,),
        )


def asked_here(page: Page, document: Document, row: Mapping[str, Any], lines: pl.DataFrame) -> None:
    """The form that the address asks for, or the receipt for what was just sent."""
    told = st.session_state.get(TOLD)
    if isinstance(told, Receipt) and told.document == document:
        _receipt(page, told)
    kind = chosen().get("ask")
    if kind in _KINDS and page.viewer.role is Role.customer and is_today(page):
        with st.container(border=True, width=820, key="asking"):
            st.subheader(page.reader.t(f"asking.title.{kind}"), anchor=False)
            st.caption(page.reader.t(f"asking.means.{kind}"))
            line = _line_picker(page, row, lines)
            if isinstance(told, Refused):
                refused(told, page.reader)
            (_dispute_form if kind == "dispute" else _question_form)(page, document, row, line)
            close = page.reader.t("asking.close")
            st.button(close, key="asking_close", type="tertiary", on_click=_leave)


def _leave() -> None:
    st.session_state.pop(TOLD, None)
    forget("ask", "line")


def _line_picker(
    page: Page, row: Mapping[str, Any], lines: pl.DataFrame
) -> Mapping[str, Any] | None:
    """The line it is about, None for the whole document."""
    t, f = page.reader.t, page.reader.f
    by_number = {line["line_no"]: line for line in lines.iter_rows(named=True)}
    if not by_number:
        return None

    def label(number: str) -> str:
        if not number:
            return t("asking.whole_document")
        line = by_number[number]
        words = line["description"] or line["serial_no"] or ""
        return f"{number}: {words} ({f.money(line['net_amount'], row['currency'])})"

    asked = chosen().get("line", "")
    number = asked if asked in by_number else ""
    st.selectbox(
        t("asking.about"),
        ["", *by_number],
        format_func=label,
        **mirror("line", number, lambda value: value),
    )
    return by_number.get(number)


def _dispute_form(
    page: Page, document: Document, row: Mapping[str, Any], line: Mapping[str, Any] | None
) -> None:
    t, f, currency = page.reader.t, page.reader.f, row["currency"]
    most, line_no = disputable(row, line), line["line_no"] if line else None
    suffix = f"{document.company_no}_{document.invoice_no}_{line_no or ''}"

    def send() -> None:
        typed = st.session_state[f"dispute_amount_{suffix}"]
        meant = amounts_typed(typed, minor_units(currency))
        if len(meant) != 1:
            st.session_state[TOLD] = Refused("asking.amount_wrong", decimals=minor_units(currency))
            return
        _send(
            page,
            raise_dispute,
            document=document,
            line_no=line_no,
            amount=None if meant[0] == most else meant[0],
            reason=st.session_state[f"dispute_reason_{suffix}"],
            wanted=st.session_state[f"dispute_wanted_{suffix}"],
        )

    with st.form(f"dispute_{suffix}", border=False):
        st.text_input(
            t("asking.amount", most=f.money(most, currency)),
            value=f.amount(most, currency),
            key=f"dispute_amount_{suffix}",
            max_chars=30,
        )
        st.text_area(
            t("asking.reason"), key=f"dispute_reason_{suffix}", max_chars=LONGEST, height=110
        )
        st.selectbox(
            t("asking.wanted"),
            WANTED,
            format_func=lambda code: t(f"codes.{code}"),
            key=f"dispute_wanted_{suffix}",
        )
        st.form_submit_button(t("asking.send.dispute"), type="primary", on_click=send)


def _question_form(
    page: Page, document: Document, row: Mapping[str, Any], line: Mapping[str, Any] | None
) -> None:
    t, line_no = page.reader.t, line["line_no"] if line else None
    suffix = f"{document.company_no}_{row['invoice_no']}_{line_no or ''}"

    def send() -> None:
        _send(
            page,
            ask_question,
            document=document,
            line_no=line_no,
            topic=st.session_state[f"question_topic_{suffix}"],
            text=st.session_state[f"question_text_{suffix}"],
        )

    with st.form(f"question_{suffix}", border=False):
        st.selectbox(
            t("asking.topic"),
            TOPICS,
            format_func=lambda code: t(f"codes.{code}"),
            key=f"question_topic_{suffix}",
        )
        st.text_area(t("asking.text"), key=f"question_text_{suffix}", max_chars=LONGEST, height=110)
        st.form_submit_button(t("asking.send.question"), type="primary", on_click=send)


def _send(page: Page, deed: Any, **details: Any) -> None:
    try:
        st.session_state[TOLD] = page.act(deed, **details)
    except Refused as error:
        st.session_state[TOLD] = error
    else:
        forget("ask", "line")


def _receipt(page: Page, told: Receipt) -> None:
    """Number and moment of what was sent, to keep as proof."""
    t, f = page.reader.t, page.reader.f
    kind = "question" if told.amount is None else "dispute"
    said = {"number": told.number, "moment": f.moment(told.at)}
    if told.amount is not None:
        said["amount"] = f.money(told.amount, told.currency)
    with st.container(key="receipt"):
        st.success(plain(t(f"asking.received.{kind}", **said)), icon=":material/check_circle:")
        proof(page, kind, told.written_id)


def proof(page: Page, kind: str, written_id: int) -> None:
    """The link to the receipt as a document."""
    if register.export(f"{kind}-receipt"):
        document_link(
            f"{kind}-receipt", {"written": str(written_id)}, page.reader.t("asking.proof")
        )
