"""Match on screen: the sentence, the tie from their balance to ours, and the lists behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents.reconciliation import tie_lines
from saldo.intake.refusals import NotATable
from saldo.ledger.matching import Decisions, Status, Tie
from saldo.reporting.matching import Matched
from saldo.ui import match_files, match_finding, match_upload, match_work
from saldo.ui.filters import tabs
from saldo.ui.markup import plain
from saldo.ui.match_work import Work
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen
from saldo.ui.tables import Column, Row, page_chooser, paged, table

SUGGESTED = "suggested"
_ORDER = (
    Status.amount_differs,
    Status.sign_error,
    Status.duplicate,
    Status.missing_with_us,
    Status.in_transit,
    Status.missing_with_them,
    Status.unposted_credit,
    Status.payment_unposted,
    Status.before,
    Status.matched,
)
_OURS_ALONE = (Status.missing_with_them, Status.unposted_credit, Status.payment_unposted)
_THEIRS_ALONE = (Status.missing_with_us, Status.in_transit)


def result(page: Page, work: Work) -> None:
    """What was found of the upload, to be worked on, taken as a file and saved."""
    try:
        matched = match_work.result(page, work)
    except NotATable as error:
        match_upload.refused(error, page.reader)
        _again(page, work)
        return
    sentence(page, matched)
    _warnings(page, work, matched)
    ties(page, matched)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="match_do"):
        match_files.downloads(page, work, matched)
        match_files.save(page, work)
        _again(page, work)
    lists(page, matched, work)
    match_finding.by_hand(page, work, matched)


def sentence(page: Page, matched: Matched) -> None:
    """How many rows fit and how many need a look."""
    t, counts = page.reader.t, matched.counts
    fits = counts.get(Status.matched, 0)
    others = sum(counts.values()) - fits
    said = t("match.said.fits", count=fits)
    said += " " + (t("match.said.differ", count=others) if others else t("match.said.all"))
    with st.container(key="sentence"):
        st.markdown(said)


def ties(page: Page, matched: Matched) -> None:
    """Their balance, each class of difference, our balance: per currency, exactly (rule 2)."""
    t = page.reader.t
    st.header(t("match.reconciliation"), anchor=False)
    width = 620 if len(matched.ties) == 1 else 430
    with st.container(horizontal=True, gap="large", key="match_ties"):
        for tie in matched.ties:
            with st.container(key=f"match_tie_{tie.currency}", gap="xsmall", width=width):
                _tie(page, tie)


def _tie(page: Page, tie: Tie) -> None:
    f, t = page.reader.f, page.reader.t
    lines = tie_lines(tie, page.reader)
    shown = [
        Line(label, f.money(amount, tie.currency, code=True), strong=at in (0, len(lines) - 1))
        for at, (label, amount) in enumerate(lines)
    ]
    small_table(shown, key=f"tie_{tie.currency}", alt=t("match.reconciliation"))
    difference = tie.ours - tie.explained
    if difference:
        st.error(t("match.does_not_tie", amount=f.money(difference, tie.currency)))
    else:
        st.caption(f":green[{t('match.ties')}]")


def lists(page: Page, matched: Matched, work: Work | None) -> None:
    """The classes as tabs with their counts, and the rows of the chosen one."""
    t = page.reader.t
    st.header(t("match.rows"), anchor=False)
    options = {
        status.value: f"{t(f'match.status.{status.value}')} {matched.counts[status]}"
        for status in _ORDER
        if status in matched.counts
    }
    if work is not None and matched.outcome.suggestions:
        count = len(matched.outcome.suggestions)
        options[SUGGESTED] = f"{t('match.status.suggested')} {count}"
    if not options:
        st.caption(t("match.nothing"))
        return
    first = next(iter(options))
    asked = chosen().get("list", first)
    asked = asked if asked in options else first
    tabs("list", options, asked, label=t("match.rows"), default=first)
    st.caption(t(f"match.meaning.{asked}"))
    if asked == SUGGESTED and work is not None:
        match_finding.suggestions(page, work, matched)
        return
    _list(page, matched, Status(asked), work)


def _list(page: Page, matched: Matched, status: Status, work: Work | None) -> None:
    rows = _with_names(page, matched.of(status))

    def open_one(row: Row) -> None:
        choose("finding", str(row["finding"]))

    match_finding.opened(page, work, matched, rows)
    table(
        paged(rows),
        _columns(page, status, rows),
        reader=page.reader,
        key=f"match_{status.value}",
        alt=page.reader.t(f"match.status.{status.value}"),
        open_row=open_one,
    )
    page_chooser(rows)


def _with_names(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    return rows.with_columns(pl.col("customer_no").replace(names).alias("customer_name"))


def _columns(page: Page, status: Status, rows: pl.DataFrame) -> list[Column]:
    t = page.reader.t

    def named(name: str, kind: Any = "text", **more: Any) -> Column:
        return Column(name, kind, t(f"columns.match.{name}"), **more)

    theirs = [named("their_no"), named("their_date", "day"), named("their_amount", "money")]
    ours = [named("our_no"), named("our_date", "day"), named("our_amount", "money")]
    if status in _OURS_ALONE:
        columns = ours
    elif status in _THEIRS_ALONE:
        columns = [*theirs, named("their_line")]
    elif status is Status.before:
        columns = [named("our_no"), *ours[1:], *theirs]
    else:
        differs = [] if status is Status.matched else [named("difference", "money")]
        columns = [*theirs, *ours, *differs, named("reason", "word", width=220)]
        columns.append(named("confidence", "count"))
    if rows["currency"].n_unique() > 1:
        columns.append(Column("currency", width="small"))
    if page.accounts.height > 1 and status not in _THEIRS_ALONE:
        columns.append(Column("customer_name"))
    return columns


def _warnings(page: Page, work: Work, matched: Matched) -> None:
    """What may mislead: rows after the day shown, a list that ends before it."""
    t, f = page.reader.t, page.reader.f
    days = [row.day for row in matched.theirs if row.day]
    later = sum(1 for day in days if day > matched.as_of)
    if later:
        st.caption(t("match.dated_later", count=later, day=f.date(matched.as_of)))
    last = max(days, default=None)
    newer = matched.ledger.filter(pl.col("issue_date") > last).height if last else 0
    if newer and last:
        st.caption(t("match.ends_earlier", count=newer, day=f.date(last)))
    if matched.ledger.is_empty():
        st.caption(t("match.nothing_with_us", day=f.date(matched.as_of)))
    if work.decisions != Decisions():
        count = len(work.decisions.together) + len(work.decisions.alone)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(t("match.decided", count=count), width="content")
            st.button(
                t("match.undo_decisions"), key="match_undo", type="tertiary",
                on_click=match_work.keep, args=(replace(work, decisions=Decisions()),),
            )  # fmt: skip


def _again(page: Page, work: Work) -> None:
    t = page.reader.t
    st.button(
        t("match.columns.change"), key="match_columns", on_click=match_work.keep,
        args=(replace(work, confirmed=False),),
    )  # fmt: skip
    st.button(t("match.another"), key="match_another", on_click=match_work.drop)
    st.caption(plain(work.name), width="content")
