"""Match finding: one finding opened, suggestions to accept, and matching by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from saldo.ledger.matching import Decisions, Finding, Ours, Status, Theirs
from saldo.reporting.matching import Matched
from saldo.ui.markup import plain
from saldo.ui.match_work import Work, keep
from saldo.ui.page import Page
from saldo.ui.state import chosen, forget
from saldo.ui.tables import Column, Row, table

_MOST_OFFERED = 500
_PAIRED = (Status.matched, Status.amount_differs, Status.sign_error)


def opened(page: Page, work: Work | None, matched: Matched, rows: pl.DataFrame) -> None:
    """The finding that the address names: every row on both sides, and what can be done."""
    asked = chosen().get("finding", "")
    if not asked.isdecimal() or int(asked) not in rows["finding"].to_list():
        return
    row = rows.row(by_predicate=pl.col("finding") == int(asked), named=True)
    finding = matched.outcome.findings[int(asked)]
    t = page.reader.t
    theirs = {each.line: each for each in matched.theirs}
    ours = {each.key: each for each in matched.ours}
    with st.container(border=True, key="match_finding", gap="xsmall"):
        for line in finding.theirs:
            st.markdown(_their_words(page, theirs[line]))
        for key in finding.ours or ([finding.beside] if finding.beside else []):
            st.markdown(_our_words(page, ours[key]))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if row["document"]:
                st.page_link(
                    "pages/invoices.py",
                    label=f":primary[{t('match.open_ours')}]",
                    icon="",
                    query_params=page.query() | {"document": row["document"]},
                )
            if work is not None and finding.status in _PAIRED:
                st.button(
                    t("match.unmatch"), key="match_unmatch", on_click=_apart, args=(work, finding)
                )
            st.button(
                t("match.close"), key="match_close", type="tertiary", on_click=forget,
                args=("finding",),
            )  # fmt: skip


def suggestions(page: Page, work: Work, matched: Matched) -> None:
    """Rows that may belong together; a click takes them as one."""
    t = page.reader.t
    theirs = {each.line: each for each in matched.theirs}
    ours = {each.key: each for each in matched.ours}
    pairs = [
        (theirs[each.line], ours[each.key], each.confidence) for each in matched.outcome.suggestions
    ]
    frame = pl.DataFrame(
        {
            "their_no": [row.number or row.text or f"{row.line}" for row, _, _ in pairs],
            "their_date": [row.day for row, _, _ in pairs],
            "their_amount": [row.value for row, _, _ in pairs],
            "our_no": [other.number for _, other, _ in pairs],
            "our_date": [other.day for _, other, _ in pairs],
            "our_amount": [other.value for _, other, _ in pairs],
            "currency": [row.currency for row, _, _ in pairs],
            "confidence": [confidence for _, _, confidence in pairs],
            "line": [row.line for row, _, _ in pairs],
            "key": [other.key for _, other, _ in pairs],
        },
        schema_overrides={"their_date": pl.Date, "their_no": pl.String},
    )

    def accept(row: Row) -> None:
        _together(work, (row["line"],), (row["key"],))

    kinds = {"their_date": "day", "our_date": "day", "their_amount": "money", "our_amount": "money"}
    columns = [
        Column(name, kinds.get(name, "text"), t(f"columns.match.{name}"))  # type: ignore[arg-type]
        for name in (
            "their_no", "their_date", "their_amount", "our_no", "our_date", "our_amount",
            "confidence",
        )
    ]  # fmt: skip
    table(
        frame, columns, reader=page.reader, key="match_suggested",
        alt=t("match.status.suggested"), open_row=accept,
    )  # fmt: skip


def by_hand(page: Page, work: Work, matched: Matched) -> None:
    """Rows that nothing was found for on either side, to be brought together by a person."""
    t = page.reader.t
    left = {line for each in matched.outcome.findings if not each.ours for line in each.theirs}
    right = {key for each in matched.outcome.findings if not each.theirs for key in each.ours}
    theirs = {row.line: row for row in matched.theirs if row.line in left}
    ours = {row.key: row for row in matched.ours if row.key in right}
    if not theirs or not ours:
        return
    with st.expander(t("match.by_hand")):
        st.multiselect(
            t("match.their_rows"),
            list(theirs)[:_MOST_OFFERED],
            format_func=lambda line: _their_label(page, theirs[line]),
            key="match_hand_theirs",
            placeholder=t("match.choose"),
        )
        st.multiselect(
            t("match.our_rows"),
            list(ours)[:_MOST_OFFERED],
            format_func=lambda key: _our_label(page, ours[key]),
            key="match_hand_ours",
            placeholder=t("match.choose"),
        )
        st.button(t("match.take_together"), key="match_hand", on_click=_chosen, args=(work,))


def _chosen(work: Work) -> None:
    lines, keys = (st.session_state[f"match_hand_{side}"] for side in ("theirs", "ours"))
    if lines and keys:
        _together(work, tuple(sorted(lines)), tuple(sorted(keys)))
        st.session_state["match_hand_theirs"] = []
        st.session_state["match_hand_ours"] = []


def _together(work: Work, lines: tuple[int, ...], keys: tuple[str, ...]) -> None:
    decided = work.decisions
    alone = decided.alone - set(lines)
    keep(replace(work, decisions=Decisions((*decided.together, (lines, keys)), alone)))
    forget("finding")


def _apart(work: Work, finding: Finding) -> None:
    """What a person brought together is let go; what was found stands alone from now on."""
    decided = work.decisions
    group = (finding.theirs, finding.ours)
    together = tuple(each for each in decided.together if each != group)
    keep(replace(work, decisions=Decisions(together, decided.alone | set(finding.theirs))))
    forget("finding")


def _their_words(page: Page, row: Theirs) -> str:
    what = plain(_their_label(page, row))
    return page.reader.t("match.their_row", line=str(row.line), what=what)


def _our_words(page: Page, row: Ours) -> str:
    return page.reader.t("match.our_row", what=plain(_our_label(page, row)))


def _their_label(page: Page, row: Theirs) -> str:
    named = row.number or row.text or page.reader.t("match.without_number")
    return _label(page, named, row.day, page.reader.f.money(row.value, row.currency))


def _our_label(page: Page, row: Ours) -> str:
    return _label(page, row.number, row.day, page.reader.f.money(row.value, row.currency))


def _label(page: Page, named: str, day: date | None, amount: str) -> str:
    shown = page.reader.f.date(day) if day else ""
    return " · ".join(part for part in (named, shown, amount) if part)
