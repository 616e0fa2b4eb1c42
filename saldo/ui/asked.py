"""Asked: the disputes and questions of one document so far, each with its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from saldo.deeds import Refused
from saldo.deeds.disputing import withdraw_dispute
from saldo.reporting import invoices
from saldo.reporting.invoices import Document
from saldo.ui.asking import TOLD, is_today, proof
from saldo.ui.markup import plain
from saldo.ui.page import Page


def disputes_and_questions(page: Page, document: Document, row: Mapping[str, Any]) -> None:
    """What was disputed and asked so far, each with its receipt; one's own can be withdrawn."""
    t = page.reader.t
    raised = page.ask(invoices.disputes, document=document)
    asked = page.ask(invoices.questions, document=document)
    if not raised.is_empty():
        st.header(t("invoices.disputes"), anchor=False)
        for dispute in raised.iter_rows(named=True):
            _one_dispute(page, row, dispute)
    if not asked.is_empty():
        st.header(t("asking.questions"), anchor=False)
        for question in asked.iter_rows(named=True):
            _one_question(page, question)


def _one_dispute(page: Page, row: Mapping[str, Any], dispute: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    ours = dispute["raised_in"] == "desk"
    amount = (
        t("asking.all_open")
        if dispute["amount"] is None
        else f.money(dispute["amount"], row["currency"])
    )
    head = [
        f"D-{dispute['id']}" if ours else "",
        _about(page, dispute["line_no"]),
        amount,
        f.moment(dispute["raised_at"]) if ours else f.date(dispute["opened_on"]),
        dispute["raised_by_name"] or "",
    ]
    stands = t("asking.stands") if dispute["stands"] else t("asking.closed")
    if dispute["closed_on"] and not dispute["stands"]:
        stands = t("asking.closed_on", day=f.date(dispute["closed_on"]))
    wanted = t("asking.wants", what=t(f"codes.{dispute['wanted']}")) if dispute["wanted"] else ""
    with st.container(border=True, key=f"dispute_{dispute['id'] or dispute['opened_on']}"):
        _entry(head, stands, "\n".join(part for part in (dispute["reason"], wanted) if part))
        own = ours and dispute["raised_by"] == page.viewer.person_id
        if ours:
            with st.container(horizontal=True, vertical_alignment="center"):
                proof(page, "dispute", dispute["id"])
                if own and dispute["stands"] and is_today(page):
                    _withdrawal(page, dispute["id"])


def _withdrawal(page: Page, dispute_id: int) -> None:
    t = page.reader.t

    def withdraw() -> None:
        try:
            page.act(withdraw_dispute, dispute_id=dispute_id)
            st.session_state.pop(TOLD, None)
        except Refused as error:
            st.session_state[TOLD] = error

    with st.popover(t("asking.withdraw")):
        st.caption(t("asking.withdraw_means"))
        st.button(t("asking.withdraw"), key=f"withdraw_{dispute_id}", on_click=withdraw)


def _one_question(page: Page, question: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    head = [
        f"Q-{question['id']}",
        _about(page, question["line_no"]),
        f.moment(question["asked_at"]),
        question["asked_by_name"],
    ]
    with st.container(border=True, key=f"question_{question['id']}"):
        _entry(head, t(f"codes.{question['topic']}"), question["text"])
        proof(page, "question", question["id"])


def _about(page: Page, line_no: str | None) -> str:
    t = page.reader.t
    return t("asking.line", number=line_no) if line_no else t("asking.whole_document")


def _entry(head: list[str], state: str, text: str) -> None:
    st.markdown(f"{plain(' · '.join(part for part in head if part))} · **{plain(state)}**")
    st.text(text)
