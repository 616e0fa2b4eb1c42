"""Statement: the statement of account on screen, the same as its PDF, Excel and CSV (rule 16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.documents.statement import item_kind, item_number, tie_in_words
from saldo.ledger.typed_periods import NotAPeriod, period_typed
from saldo.reporting import Filters
from saldo.reporting.statements import PERIODS, Section, Statement, period_named, statement_of
from saldo.ui import empty, issued
from saldo.ui.downloads import downloads
from saldo.ui.filters import period_picker
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.payment import CLASSES
from saldo.ui.periods import first_month
from saldo.ui.small import Line, small_table
from saldo.ui.state import choose, chosen, forget, go
from saldo.ui.tables import Column, page_chooser, paged, table

_WHOLE = 3
"""So many sections are shown in full; of more, only their sums."""


def asked(page: Page) -> Filters:
    """The page's filters with both days of the period, and the day they are about: its last.

    A named period (`period=last_month`) moves on with the days; free dates go before it.
    """
    given = page.filters
    start, end = period_named(chosen().get("period", ""), given.as_of, first_month(page))
    start, end = given.start or start, given.end or end
    if start > end:
        start, end = (start, max(start, given.as_of)) if given.start else (end.replace(day=1), end)
    return replace(given, start=start, end=end, as_of=end, search=None, status=None, bucket=None)


def controls(page: Page, filters: Filters) -> None:
    """Which period: one by name or free dates; and the downloads of exactly what is shown."""
    with st.container(horizontal=True, vertical_alignment="center", key="period_row"):
        _periods(page)
        start, end = filters.start, filters.end
        said = page.reader.f.period(start, end) if start and end else ""
        with st.popover(said, icon=":material/date_range:"):
            _typed(page)
            period_picker(filters, page.reader)
        st.space("stretch")
        issued.documents(filters, page.reader)
        downloads("statement", filters, page.reader)


def shown(page: Page, filters: Filters) -> None:
    """The sections in full, or their sums where there are many, each to be opened."""
    t, f = page.reader.t, page.reader.f
    statement: Statement = page.ask(statement_of, filters)
    if not statement.sections:
        empty.nothing(
            t("statement.nothing", day=f.date(statement.end)), t("statement.nothing_hint")
        )
        return
    if len(statement.sections) > 1:
        _sums(page, statement)
    if len(statement.sections) <= _WHOLE:
        for at, section in enumerate(statement.sections):
            _section(page, section, statement, at)


def _periods(page: Page) -> None:
    t, key = page.reader.t, "choose_period"
    free = bool(page.filters.start or page.filters.end)
    named = chosen().get("period", PERIODS[0])
    st.session_state[key] = None if free else named if named in PERIODS else PERIODS[0]

    def picked() -> None:
        forget("from", "to")
        choose("period", st.session_state[key], default=PERIODS[0])

    st.segmented_control(
        t("statement.period"),
        PERIODS,
        format_func=lambda name: t(f"statement.periods.{name}"),
        label_visibility="collapsed",
        key=key,
        on_change=picked,
    )


def _typed(page: Page) -> None:
    """A period in words; what is none is said, and the one before stays."""
    t, key = page.reader.t, "type_period"
    st.session_state[key] = ""

    def typed() -> None:
        text = str(st.session_state[key]).strip()[:60]
        try:
            period = period_typed(text, page.filters.as_of, first_month(page))
        except NotAPeriod:
            st.session_state["no_period"] = text
            return
        forget("period")
        choose("from", period.start.isoformat())
        choose("to", period.end.isoformat())

    label, hint = t("statement.type_period"), t("statement.type_hint")
    st.text_input(label, placeholder=hint, key=key, max_chars=60, on_change=typed)
    wrong = st.session_state.pop("no_period", "")
    if wrong:
        st.error(t("statement.no_period", text=plain(wrong)))


def _sums(page: Page, statement: Statement) -> None:
    """A row per account and currency; never a sum over currencies (rule 2)."""

    def only(row: Mapping[str, Any]) -> None:
        choose("customer", row["customer_no"].replace("%", "%25").replace(",", "%2C"))
        choose("currency", row["currency"])

    rows = pl.DataFrame(
        [
            {
                "customer_no": each.customer["customer_no"],
                "name": each.customer["name"],
                "currency": each.currency,
                "opening": each.opening,
                "moved": each.moved,
                "closing": each.closing,
            }
            for each in statement.sections
        ],
        schema_overrides=dict.fromkeys(("opening", "moved", "closing"), pl.Decimal(18, 4)),
    )
    t, reader = page.reader.t, page.reader
    columns = [
        Column("customer_no"),
        Column("name"),
        Column("currency", width="small"),
        Column("opening", "money", heading=word("opening", reader)),
        Column("moved", "money", heading=t("statement.movements")),
        Column("closing", "money", heading=word("closing", reader)),
    ]
    table(rows, columns, reader=reader, key="sums", alt=t("statement.title"), open_row=only)
    if len(statement.sections) > _WHOLE:
        st.caption(t("statement.choose"))


def _section(page: Page, section: Section, statement: Statement, at: int) -> None:
    t, f, reader = page.reader.t, page.reader.f, page.reader
    money = {
        t("statement.opening", day=f.date(statement.start)): section.opening,
        t("statement.moved", count=section.movements.height): section.moved,
        t("statement.closing", day=f.date(statement.end)): section.closing,
    }
    lines = [
        Line(label, f.money(amount, section.currency, code=True)) for label, amount in money.items()
    ]
    lines[-1] = replace(lines[-1], strong=True)
    alone = len(statement.sections) == 1
    name = "" if alone else f"{plain(section.customer['name'])}, "
    st.header(f"{name}{t('statement.in_currency', currency=section.currency)}", anchor=False)
    with st.container(width=480):
        small_table(lines, key=f"balances_{at}", alt=t("statement.title"))
    _movements(page, section, at, alone=alone)
    st.header(t("statement.open_items", day=f.date(statement.end)), anchor=False)
    _items(page, section, at)
    st.header(t("statement.ageing"), anchor=False)
    with st.container(width=480):
        ages = [
            Line(word(bucket, reader), f.money(amount, section.currency, code=True))
            for bucket, amount in section.ageing
        ]
        small_table(ages, key=f"ages_{at}", alt=t("statement.ageing"))
    if section.difference:
        st.warning(plain(tie_in_words(section, reader)))
    else:
        st.caption(f":green[:material/check_circle:] {plain(tie_in_words(section, reader))}")


def _movements(page: Page, section: Section, at: int, *, alone: bool) -> None:
    if section.movements.is_empty():
        st.caption(page.reader.t("statement.no_movements"))
        return
    columns = [
        Column("document_no", pinned=True),
        Column("kind", "word"),
        Column("date", "day"),
        Column("amount", "money"),
        Column("balance", "money"),
    ]
    table(
        paged(section.movements) if alone else section.movements,
        columns,
        reader=page.reader,
        key=f"movements_{at}",
        alt=page.reader.t("statement.movements"),
        open_row=lambda row: _open(page, row),
    )
    if alone:
        page_chooser(section.movements)


def _items(page: Page, section: Section, at: int) -> None:
    t, reader = page.reader.t, page.reader
    if section.items.is_empty():
        st.caption(t("statement.no_items"))
        return
    rows = section.items.to_dicts()
    said = section.items.with_columns(
        pl.Series("number", [item_number(row) for row in rows]),
        pl.Series("what", [item_kind(row, reader) for row in rows]),
        pl.when(pl.col("days_overdue") > 0).then("days_overdue").alias("days_overdue"),
    )
    columns = [
        Column("number", pinned=True),
        Column("what", heading=t("columns.kind")),
        Column("issue_date", "day"),
        Column("due_date", "day"),
        Column("days_overdue", "days"),
        Column("open_amount", "money"),
    ]
    table(
        said,
        columns,
        reader=reader,
        key=f"items_{at}",
        alt=t("statement.items_sum"),
        open_row=lambda row: _open(page, {**row, "number": row["document_no"]}),
        rows_shown=12,
    )
    total = reader.f.money(section.open_total, section.currency, code=True)
    st.caption(f"{t('statement.items_sum')}: {plain(total)}")


def _open(page: Page, row: Mapping[str, Any]) -> None:
    """To the document or the payment of a row; a settlement has no page of its own."""
    if row["class"] in CLASSES:
        number = f"{row['company_no']}/{row['document_no']}"
        go("payments", page.query() | {"payment": number})
    elif row["class"] != "settlement":
        go("invoices", page.query() | {"document": document_key(row)})
