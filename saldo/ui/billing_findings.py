"""Findings on screen: tabs by where they stand, each with its sentence, one opened in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.documents.findings import explained
from saldo.ledger.decisions import State
from saldo.reporting import billing, claims
from saldo.ui import billing_claims, empty
from saldo.ui.billing import AMOUNTS, any_state
from saldo.ui.deciding import actions, decides, told
from saldo.ui.downloads import downloads
from saldo.ui.filters import tabs
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_CREDITED = "credited"
_TABS = (*(state.value for state in State), _CREDITED)


def findings(page: Page) -> None:
    """The tabs, and what stands in the one chosen."""
    tab = page.filters.status if page.filters.status in _TABS else State.to_decide.value
    _tabs(page, tab)
    told(page)
    if tab == State.claimed:
        billing_claims.listed(page)
    elif tab == _CREDITED:
        billing_claims.credits(page)
    else:
        _listed(replace(page, filters=replace(page.filters, status=tab)), State(tab))


def _tabs(page: Page, tab: str) -> None:
    """How many stand in each; of the claimed and credited, how many claims and credit lines."""
    counted = page.ask(billing.states, any_state(page))
    numbers = dict(counted.group_by("state").agg(pl.col("findings").sum()).iter_rows())
    numbers[State.claimed] = page.ask(claims.claims, any_state(page)).height
    numbers[_CREDITED] = page.ask(claims.claim_credits, any_state(page)).height
    t, f = page.reader.t, page.reader.f
    labels = {
        name: f"{t(f'claims.tabs.{name}')} · {f.number(numbers.get(name, 0))}" for name in _TABS
    }
    tabs("status", labels, tab, label=t("columns.state"), default=State.to_decide.value)


def _listed(page: Page, state: State) -> None:
    """The findings of one state, to be ticked and decided on; a serial number opens its finding."""
    reader, rows = page.reader, page.ask(billing.billing_check)
    _opened(page)
    if rows.is_empty():
        empty.nothing(reader.t("billing.nothing"), reader.t(f"claims.nothing.{state}"))
        _vanished(page, state)
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("finding", row["finding"])

    here = paged(rows)
    ticked = table(
        _with_words(page, here),
        _columns(page, rows, state),
        reader=reader,
        # A decision takes rows away: places ticked before would be other rows' now.
        key=f"findings_{page.revision}",
        alt=reader.t("billing.findings"),
        open_row=open_one,
        rows_shown=20,
        ticks=decides(page),
    )
    actions(page, state, here[ticked], rows)
    page_chooser(rows)
    downloads("billing-check", page.filters, reader)
    _vanished(page, state)


def _opened(page: Page) -> None:
    """The finding that the address names: why it stands there, both sources, what was decided."""
    asked, t = chosen().get("finding"), page.reader.t
    if asked is None:
        return
    rows = page.ask(billing.billing_check, any_state(page)).filter(pl.col("finding") == asked)
    if rows.is_empty():
        return
    one = rows.row(0, named=True)
    with st.container(border=True, key="finding", gap="xsmall"):
        what = word(one["outcome"], page.reader)
        st.markdown(f"**{plain(one['serial_no'])}** · {plain(what)} · {plain(one['model'] or '')}")
        st.markdown(plain(explained(one, page.reader, code=len(page.currencies) > 1)))
        left, right = st.columns(2, gap="large")
        with left:
            _billed(page, one)
        with right:
            _registered(page, one)
        _history(page, one)
        if one["state"] != State.claimed:
            actions(page, State(one["state"]), rows, rows, alone=True)
        st.button(
            t("billing.close"), key="finding_close", type="tertiary", on_click=forget,
            args=("finding",),
        )  # fmt: skip


def _billed(page: Page, one: Mapping[str, Any]) -> None:
    """What the invoice says."""
    t, f = page.reader.t, page.reader.f
    st.caption(t("claims.sources.invoice"))
    if not one["invoice_no"]:
        st.markdown(t("claims.sources.no_invoice"))
        return
    lines = {
        "columns.invoice_no": f"{one['invoice_no']} / {one['line_no']}",
        "columns.issue_date": f.date(one["issue_date"]),
        "columns.billed_interval": _interval(page, one, "service_start", "service_end"),
        "columns.billed_amount": f.money(one["billed_amount"], one["currency"]),
        "columns.earlier_no": one["earlier_no"],
    }
    _small(page, lines, "billed")
    st.page_link(
        "pages/invoices.py",
        label=f":primary[{t('billing.open_invoice', number=plain(one['invoice_no']))}]",
        icon="",
        query_params=page.query() | {"document": document_key(one)},
    )


def _registered(page: Page, one: Mapping[str, Any]) -> None:
    """What register and contract say."""
    t, f = page.reader.t, page.reader.f
    st.caption(t("claims.sources.register"))
    correct, currency = one["correct_amount"], one["currency"]
    lines = {
        "columns.billable_from": one["billable_from"] and f.date(one["billable_from"]),
        "columns.removed_on": one["removed_on"] and f.date(one["removed_on"]),
        "columns.noticed_on": one["noticed_on"] and f.date(one["noticed_on"]),
        "columns.billable_to": one["billable_to"] and f.date(one["billable_to"]),
        "columns.contract_no": one["contract_no"],
        "columns.site_name": one["site_name"],
        "columns.correct_amount": None if correct is None else f.money(correct, currency),
        "columns.like_serial": one["like_serial"],
    }
    _small(page, lines, "registered")


def _small(page: Page, lines: Mapping[str, str | None], key: str) -> None:
    said = [Line(page.reader.t(name), text) for name, text in lines.items() if text]
    if said:
        small_table(said, key=key, alt=page.reader.t(f"claims.sources.{key}"))


def _history(page: Page, one: Mapping[str, Any]) -> None:
    """Every decision on the finding, and that its amount has changed since, if it has."""
    t, f = page.reader.t, page.reader.f
    said = page.ask(billing.decisions, any_state(page), finding=one["finding"])
    for row in said.iter_rows(named=True):
        words = t(
            f"claims.decided.{row['decision']}",
            who=row["decided_by"],
            moment=f.moment(row["decided_at"]),
            day=f.date(row["postponed_to"]) if row["postponed_to"] else "",
        )
        st.caption(plain(f"{words} {row['decision_reason']}".strip()))
    if one["claim_no"]:
        st.caption(t("claims.stands_in", number=plain(one["claim_no"])))
    if _changed(one):
        then = f.money(one["decided_amount"], one["currency"])
        st.caption(f":orange[{plain(t('claims.changed', amount=then))}]")


def _changed(row: Mapping[str, Any]) -> bool:
    """True where the finding is about another amount than when it was decided on."""
    then = row["decided_amount"]
    return then is not None and then != max(row[name] for name in AMOUNTS)


def _vanished(page: Page, state: State) -> None:
    """Findings of this state that are found no more: a credit came, or the data was mended."""
    rows = page.ask(billing.vanished, any_state(page)).filter(pl.col("decision") == state.value)
    if rows.is_empty():
        return
    st.caption(page.reader.t("claims.vanished", count=rows.height))
    table(
        rows,
        [
            Column("serial_no"),
            Column("outcome", "word"),
            Column("invoice_no"),
            *([Column("currency", width="small")] if rows["currency"].n_unique() > 1 else []),
            Column("decided_amount", "money"),
            Column("decided_by"),
            Column("decided_on", "day"),
            Column("decision_reason"),
        ],
        reader=page.reader,
        key="vanished",
        alt=page.reader.t("claims.vanished", count=rows.height),
        rows_shown=8,
    )


def _columns(page: Page, rows: pl.DataFrame, state: State) -> list[Column]:
    decided = state is not State.to_decide
    columns = [
        Column("serial_no", pinned=True),
        Column("outcome", "word"),
        Column("currency", width="small") if rows["currency"].n_unique() > 1 else None,
        Column("at_stake", "money"),
        Column("says", width=560),
        Column("since") if rows.select("decided_amount").drop_nulls().height else None,
        Column("postponed_to", "day") if state is State.postponed else None,
        Column("decision_reason") if decided else None,
        Column("decided_by") if decided else None,
        Column("invoice_no"),
        Column("billed_interval"),
        Column("billable_interval"),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("site_name"),
        Column("contract_no"),
    ]
    return [column for column in columns if column is not None]


def _with_words(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    several = len(page.currencies) > 1
    records = list(rows.iter_rows(named=True))
    texts: dict[str, list[str | None]] = {
        "says": [explained(each, page.reader, code=several) for each in records],
        "since": [_since(page, each) for each in records],
        "billed_interval": [
            _interval(page, each, "service_start", "service_end") for each in records
        ],
        "billable_interval": [
            _interval(page, each, "billable_from", "billable_to") for each in records
        ],
    }
    return rows.with_columns(
        *(pl.Series(name, cells, dtype=pl.String) for name, cells in texts.items()),
        pl.max_horizontal(AMOUNTS).alias("at_stake"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _since(page: Page, row: Mapping[str, Any]) -> str | None:
    if not _changed(row):
        return None
    then = page.reader.f.money(row["decided_amount"], row["currency"])
    return page.reader.t("claims.changed_short", amount=then)


def _interval(page: Page, row: Mapping[str, Any], first: str, last: str) -> str | None:
    if row[first] is None:
        return None
    if row[last] is None:
        return f"{page.reader.f.date(row[first])} – {page.reader.t('billing.open_end')}"
    return page.reader.f.period(row[first], row[last])
