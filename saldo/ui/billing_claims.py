"""Claims on screen: the list with what is outstanding, one claim whole, credits that came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.deeds.claiming import LONGEST, decline, withdraw
from saldo.documents import word
from saldo.documents.claim import says_in
from saldo.reporting import claims
from saldo.reporting.claims import Claim
from saldo.ui import empty
from saldo.ui.billing import any_state
from saldo.ui.deciding import done, told
from saldo.ui.downloads import document_link, downloads
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.rows import columns_for
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen, forget, go
from saldo.ui.tables import Column, page_chooser, paged, table

_BADGES = {"sent": "blue", "partly_credited": "orange", "credited": "green"}
_LIVE = ("sent", "partly_credited")


def claim_asked() -> str | None:
    """The claim that the address names (`claim=K-2026-0001`), if it names one."""
    return chosen().get("claim") or None


def listed(page: Page) -> None:
    """Every claim of the accounts; a number opens it."""
    reader, rows = page.reader, page.ask(claims.claims, any_state(page))
    if rows.is_empty():
        empty.nothing(reader.t("claims.none"), reader.t("claims.none_hint"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("claim", row["claim_no"])

    several = rows["currency"].n_unique() > 1
    table(
        paged(rows),
        columns_for(
            page,
            Column("claim_no"),
            Column("status", "word"),
            Column("sent_on", "day"),
            Column("customer_no"),
            Column("lines", "count", reader.t("columns.claims.lines")),
            Column("currency", width="small") if several else None,
            Column("asked_amount", "money"),
            Column("credited_amount", "money"),
            Column("outstanding_amount", "money"),
            Column("sent_by"),
        ),
        reader=reader,
        key="claims",
        alt=reader.t("claims.tabs.claimed"),
        open_row=open_one,
    )
    page_chooser(rows)
    downloads("claims", any_state(page), reader)


def credits(page: Page) -> None:
    """Every credit that answered a claim; the claim opens."""
    reader, rows = page.reader, page.ask(claims.claim_credits, any_state(page))
    if rows.is_empty():
        empty.nothing(reader.t("claims.no_credits"), reader.t("claims.no_credits_hint"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("claim", row["claim_no"])

    table(
        paged(rows),
        columns_for(page, Column("claim_no"), *_credit_columns(rows), Column("customer_no")),
        reader=reader,
        key="credits",
        alt=reader.t("claims.tabs.credited"),
        open_row=open_one,
    )
    page_chooser(rows)


def claim_page(page: Page, claim_no: str) -> None:
    """The claim whole, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    st.button(
        t("claims.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("claim",),
    )
    told(page)
    claim = page.ask(claims.claim_of, any_state(page), claim_no=claim_no)
    if claim is None:
        empty.nothing(t("claims.none_such"), t("claims.none_such_hint"))
        return
    _head(page, claim)
    _closing(page, claim)
    st.header(t("claims.letter.lines"), anchor=False)
    _lines(page, claim)
    if not claim.credits.is_empty():
        st.header(t("claims.letter.credits"), anchor=False)
        _credits(page, claim)
    st.header(t("claims.history"), anchor=False)
    _events(page, claim)


def _head(page: Page, claim: Claim) -> None:
    t, f, row = page.reader.t, page.reader.f, claim.row
    with st.container(horizontal=True, vertical_alignment="center", key="document_head"):
        title = f"{t('claims.letter.title')} {plain(row['claim_no'])}"
        st.header(title, anchor=False, width="content")
        color = _BADGES.get(row["status"], "gray")
        st.badge(word(row["status"], page.reader), color=color)  # type: ignore[arg-type]
        st.space("stretch")
        for format, name in (("pdf", "PDF"), ("xlsx", "Excel")):
            document_link("claim", {"claim": row["claim_no"]}, name, format)

    def money(name: str) -> str:
        return f.money(row[name], row["currency"], code=len(page.currencies) > 1)

    said = {
        "customer_name": f"{claim.customer['name']} · {row['customer_no']}",
        "sent_on": f"{f.date(row['sent_on'])} · {row['sent_by']}",
        "seen_to": f.date(row["seen_to"]),
        "note": row["note"],
        "asked_amount": money("asked_amount"),
        "claimed_amount": row["closed_on"] and money("claimed_amount"),
        "credited_amount": money("credited_amount"),
        "outstanding_amount": money("outstanding_amount"),
    }
    with st.container(width=560):
        told = [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]
        small_table(told, key="claim", alt=t("claims.letter.title"))


def _closing(page: Page, claim: Claim) -> None:
    """Withdraw it, as who sent it; decline it, as the vendor's rep."""
    t, row = page.reader.t, claim.row
    if row["status"] not in _LIVE or page.filters.known_at:
        return
    deed, name = (decline, "decline") if page.viewer.role is Role.rep else (withdraw, "withdraw")

    def close() -> None:
        reason = st.session_state[f"{name}_reason"]
        done(page, deed, name, claim_no=row["claim_no"], reason=reason)

    with st.popover(t(f"claims.do.{name}")), st.form(f"{name}_form", border=False):
        st.caption(t(f"claims.do.{name}_means"))
        st.text_area(t("claims.do.why"), key=f"{name}_reason", max_chars=LONGEST, height=90)
        st.form_submit_button(t(f"claims.do.{name}_now"), on_click=close)


def _lines(page: Page, claim: Claim) -> None:
    def open_one(row: Mapping[str, Any]) -> None:
        go("invoices", page.query() | {"document": document_key(row)})

    lines = claim.lines.rename({says_in(page.reader): "says"})
    table(
        paged(lines),
        [
            Column("invoice_no"),
            Column("serial_no"),
            Column("outcome", "word"),
            Column("claim_amount", "money", page.reader.t("columns.asked_amount")),
            Column("credited_amount", "money"),
            Column("outstanding_amount", "money"),
            Column("says", width=560),
        ],
        reader=page.reader,
        key="claim_lines",
        alt=page.reader.t("claims.letter.lines"),
        open_row=open_one,
    )
    page_chooser(lines)


def _credits(page: Page, claim: Claim) -> None:
    def open_one(row: Mapping[str, Any]) -> None:
        credited = {**row, "invoice_no": row["credit_no"]}
        go("invoices", page.query() | {"document": document_key(credited)})

    table(
        claim.credits,
        _credit_columns(claim.credits),
        reader=page.reader,
        key="claim_credits",
        alt=page.reader.t("claims.letter.credits"),
        open_row=open_one,
    )


def _credit_columns(rows: pl.DataFrame) -> list[Column]:
    several = rows["currency"].n_unique() > 1
    return [
        Column("credit_no"),
        Column("credited_on", "day"),
        Column("serial_no"),
        Column("invoice_no"),
        *([Column("currency", width="small")] if several else []),
        Column("credited_amount", "money"),
    ]


def _events(page: Page, claim: Claim) -> None:
    t, f = page.reader.t, page.reader.f
    for row in claim.events.iter_rows(named=True):
        said = t(
            f"claims.happened.{row['kind']}",
            who=row["by_name"],
            moment=f.moment(row["happened_at"]),
        )
        st.caption(plain(f"{said} {row['reason']}".strip()))
