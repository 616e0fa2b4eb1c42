"""Deciding on findings from the page: accept, contest, postpone, claim; and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.deeds import Refused
from saldo.deeds.claiming import LONGEST, claim, decide
from saldo.ledger.decisions import Decision, State
from saldo.reporting.billing import CLAIMS, RIGHT
from saldo.ui.empty import refused
from saldo.ui.figures import money_list
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import become, forget

_TOLD = "claiming_told"
_MONTH = timedelta(days=30)


def decides(page: Page) -> bool:
    """True where the reader may decide: the customer's own people, on what is known now.

    A line that is right is nothing to decide on.
    """
    filters = page.filters
    customer = page.viewer.role is Role.customer
    return customer and filters.known_at is None and filters.outcome not in RIGHT


def told(page: Page) -> None:
    """What became of the last thing done, said once."""
    said = st.session_state.pop(_TOLD, None)
    if isinstance(said, Refused):
        refused(said, page.reader)
    elif said is not None:
        name, params = said
        words = page.reader.t(f"claims.done.{name}", **params)
        st.success(plain(words), icon=":material/check_circle:")


def done(page: Page, deed: Any, name: str, **details: Any) -> Any:
    """From a callback: do it, and keep for the next run what is to be said."""
    try:
        result = page.act(deed, **details)
    except Refused as error:
        st.session_state[_TOLD] = error
        return None
    count = len(details.get("findings", ()))
    numbers = ", ".join(result) if isinstance(result, list) else ""
    st.session_state[_TOLD] = (name, {"count": count, "numbers": numbers})
    return result


def actions(
    page: Page, state: State, ticked: pl.DataFrame, all_rows: pl.DataFrame, *, alone: bool = False
) -> None:
    """The buttons below the findings; nothing ticked offers what concerns all of them."""
    if not decides(page):
        return
    t, key = page.reader.t, "one" if alone else "many"
    if ticked.is_empty():
        with st.container(horizontal=True, vertical_alignment="center", key="deciding_all"):
            if state in (State.to_decide, State.accepted):
                _claim_button(page, all_rows, "claim_all", f"claims.do.claim_all_{state}")
            st.caption(t("claims.do.tick"))
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"deciding_{key}"):
        if not alone:
            st.markdown(t("claims.do.ticked", count=ticked.height))
        _claim_button(page, ticked, f"claim_{key}", "claims.do.claim")
        if state is not State.accepted:
            _button(page, Decision.accepted, ticked, key)
        if state is not State.postponed:
            _postpone(page, ticked, key)
        if state is not State.contested:
            _contest(page, ticked, key)
        if state is not State.to_decide:
            _button(page, Decision.reopened, ticked, key)


def _claim_button(page: Page, rows: pl.DataFrame, key: str, label: str) -> None:
    """Make a claim of the rows that ask anything back."""
    rows = rows.filter(pl.col("outcome").is_in(CLAIMS), pl.col("claim_amount") > 0)
    if rows.is_empty():
        return
    sums = rows.group_by("currency").agg(pl.col("claim_amount").sum()).sort("currency")
    amount = plain(money_list(sums.rows(), page.reader))
    st.button(
        page.reader.t(label, amount=amount),
        key=key,
        type="primary" if key != "claim_all" else "secondary",
        on_click=_claim,
        args=(page, rows["finding"].to_list()),
    )


def _claim(page: Page, findings: list[str]) -> None:
    numbers = done(page, claim, "claimed", findings=findings)
    if numbers:
        forget("finding")
    if numbers and len(numbers) == 1:
        become(page.query() | {"claim": numbers[0]})
    elif numbers:
        become(page.query(status="claimed"))


def _button(page: Page, decision: Decision, rows: pl.DataFrame, key: str) -> None:
    st.button(
        page.reader.t(f"claims.do.{decision}"),
        key=f"{decision}_{key}",
        on_click=_decide,
        args=(page, rows["finding"].to_list(), decision),
    )


def _postpone(page: Page, rows: pl.DataFrame, key: str) -> None:
    t, name = page.reader.t, f"{Decision.postponed}_{key}"

    def postpone() -> None:
        _decide(
            page, rows["finding"].to_list(), Decision.postponed,
            until=st.session_state[f"{name}_until"], reason=st.session_state[f"{name}_reason"],
        )  # fmt: skip

    with st.popover(t("claims.do.postponed")), st.form(f"{name}_form", border=False):
        st.date_input(
            t("claims.do.until"),
            value=page.default_as_of + _MONTH,
            format="YYYY-MM-DD" if page.reader.f.swedish else "DD/MM/YYYY",
            key=f"{name}_until",
        )
        st.text_input(t("claims.do.reason"), key=f"{name}_reason", max_chars=LONGEST)
        st.form_submit_button(t("claims.do.postponed_now"), on_click=postpone)


def _contest(page: Page, rows: pl.DataFrame, key: str) -> None:
    t, name = page.reader.t, f"{Decision.contested}_{key}"

    def contest() -> None:
        reason = st.session_state[f"{name}_reason"]
        _decide(page, rows["finding"].to_list(), Decision.contested, reason=reason)

    with st.popover(t("claims.do.contested")), st.form(f"{name}_form", border=False):
        st.caption(t("claims.do.contested_means"))
        st.text_area(t("claims.do.why"), key=f"{name}_reason", max_chars=LONGEST, height=90)
        st.form_submit_button(t("claims.do.contested_now"), on_click=contest)


def _decide(page: Page, findings: list[str], decision: Decision, **more: Any) -> None:
    done(page, decide, decision.value, findings=findings, decision=decision, **more)
