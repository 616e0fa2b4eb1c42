"""Pay: what to pay, to whom and by when, to be ticked and copied; what is kept out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from saldo.ledger.money import ZERO
from saldo.reporting import Filters
from saldo.reporting.pay import HORIZON, pay_now
from saldo.ui import empty
from saldo.ui.downloads import downloads
from saldo.ui.figures import money_list
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.rows import columns_for, opener
from saldo.ui.state import mirror
from saldo.ui.tables import Column, table

_KEPT_OUT = ("disputed", "covered", "later")


def asked(page: Page) -> Filters:
    """The page's filters with the last due date that is to be paid, 30 days ahead by default."""
    return replace(page.filters, start=None, end=page.filters.end or page.filters.as_of + HORIZON)


def rows_of(page: Page, filters: Filters) -> pl.DataFrame:
    """The rows of the currencies shown."""
    rows: pl.DataFrame = page.ask(pay_now, filters)
    return rows.filter(pl.col("currency").is_in(page.currencies))


def controls(page: Page, filters: Filters) -> None:
    """Up to which due date; and the downloads of exactly what is shown."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="horizon_row"):
        with st.container(width=220):
            st.date_input(
                page.reader.t("pay.horizon"),
                format="YYYY-MM-DD" if page.reader.f.swedish else "DD/MM/YYYY",
                min_value=min(filters.as_of, filters.end or filters.as_of),
                **mirror("to", filters.end, _day),
            )
        st.space("stretch")
        downloads("pay-now", filters, page.reader)


def _day(day: Any) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def sentence(page: Page, rows: pl.DataFrame, filters: Filters) -> None:
    """What is to pay by the chosen day, per currency."""
    t, f = page.reader.t, page.reader.f
    sums = _sums(rows, "to_pay")
    day = f.date(filters.end or filters.as_of)
    with st.container(key="sentence"):
        if sums:
            st.markdown(t("pay.sentence", amount=plain(money_list(sums, page.reader)), day=day))
        else:
            st.markdown(t("pay.nothing_due", day=day))


def to_pay(page: Page, rows: pl.DataFrame) -> None:
    """The rows to pay, their totals by payment date, what is ticked, and it all as text."""
    reader, t = page.reader, page.reader.t
    due = rows.filter(pl.col("state") == "pay").sort("pay_on", "payee", "document_no")
    if due.is_empty():
        empty.nothing(t("pay.nothing"), t("pay.nothing_hint"))
        return
    _check_by_phone(page, due)
    ticked = table(
        _with_words(page, due),
        columns_for(
            page,
            Column("document_no"),
            Column("instalment_no", width="small") if _parted(due) else None,
            Column("note", heading=t("pay.note"), tones="tone", width="medium"),
            Column("customer_no"),
            Column("payee"),
            Column("paid_to", heading=t("columns.payee_account")),
            Column("reference", heading=t("columns.reference")),
            Column("to_pay", "money", t("columns.amount")),
            Column("currency", width="small") if due["currency"].n_unique() > 1 else None,
            Column("due_date", "day"),
            Column("last_banking_day", "day"),
        ),
        reader=reader,
        key="pay",
        alt=t("pay.title"),
        open_row=opener(page),
        ticks=True,
    )
    chosen = due[ticked] if ticked else due
    _running_total(page, chosen, ticked)
    left, right = st.columns(2, gap="large")
    with left:
        _by_day(page, due)
    with right:
        _as_text(page, chosen)


def kept_out(page: Page, rows: pl.DataFrame) -> None:
    """What is open and not to pay now, each with its reason."""
    reader, t = page.reader, page.reader.t
    out = rows.filter(pl.col("kept_out") != 0)
    if out.is_empty():
        return
    st.header(t("pay.kept_out"), anchor=False)
    for state in _KEPT_OUT:
        sums = _sums(out.filter(pl.col("state") == state), "kept_out")
        if sums:
            amount = plain(money_list(sums, reader))
            st.caption(f"**{amount}** {t(f'pay.states.{state}_why')}")
    reasons = [t(f"pay.states.{state}") for state in out["state"]]
    table(
        out.with_columns(reason=pl.Series(reasons, dtype=pl.String)),
        columns_for(
            page,
            Column("document_no", pinned=True),
            Column("instalment_no", width="small") if _parted(out) else None,
            Column("customer_no"),
            Column("reason", heading=t("pay.reason")),
            Column("due_date", "day"),
            Column("currency", width="small") if out["currency"].n_unique() > 1 else None,
            Column("kept_out", "money", t("columns.amount")),
        ),
        reader=reader,
        key="kept_out",
        alt=t("pay.kept_out"),
        open_row=opener(page),
    )


def ties(page: Page, rows: pl.DataFrame, summary: pl.DataFrame) -> None:
    """How what is to pay, what is kept out and what is unapplied make the balance (rule 9)."""
    t, f = page.reader.t, page.reader.f
    for row in summary.iter_rows(named=True):
        code = row["currency"]
        own = rows.filter(pl.col("currency") == code)
        said = {
            "to_pay": sum(own["to_pay"], ZERO),
            "kept_out": sum(own["kept_out"], ZERO),
            "unapplied": row["unapplied"],
            "balance": row["balance"],
        }
        if any(said.values()):
            money = {
                name: plain(f.money(amount, code, code=summary.height > 1))
                for name, amount in said.items()
            }
            st.caption(f":green[:material/check_circle:] {t('pay.ties', **money)}")


def _check_by_phone(page: Page, due: pl.DataFrame) -> None:
    """Accounts that were not paid to before, each with the one that was."""
    t = page.reader.t
    changed = due.filter(pl.col("changed_from").is_not_null())
    pairs = changed.select("payee", "account", "changed_from").unique(maintain_order=True)
    for payee, account, before in pairs.iter_rows():
        count = changed.filter(pl.col("account") == account).height
        said = t(
            "pay.check_by_phone",
            payee=plain(payee or ""),
            account=plain(account),
            before=plain(before),
            count=count,
        )
        st.warning(said, icon=":material/call:")


def _with_words(page: Page, due: pl.DataFrame) -> pl.DataFrame:
    notes = [_note(page, row) for row in due.iter_rows(named=True)]
    tones = [
        "disputed" if row["changed_from"] else "overdue" if row["days_overdue"] else None
        for row in due.iter_rows(named=True)
    ]
    return due.with_columns(
        note=pl.Series(notes, dtype=pl.String),
        tone=pl.Series(tones, dtype=pl.String),
        paid_to=pl.Series([_account(page, row) for row in due.iter_rows(named=True)]),
    )


def _account(page: Page, row: dict[str, Any]) -> str:
    """The account with its kind before it."""
    if not row["account"]:
        return page.reader.t("pay.no_account")
    return page.reader.t(f"pay.account_{row['account_kind']}", account=row["account"])


def _note(page: Page, row: dict[str, Any]) -> str:
    t = page.reader.t
    said = [
        t("pay.changed") if row["changed_from"] else "",
        t("pay.factored") if row["is_factored"] else "",
        t("pay.overdue", days=page.reader.f.days(row["days_overdue"]))
        if row["days_overdue"]
        else "",
    ]
    return ", ".join(each for each in said if each)


def _running_total(page: Page, chosen: pl.DataFrame, ticked: Sequence[int]) -> None:
    t = page.reader.t
    amount = plain(money_list(_sums(chosen, "to_pay"), page.reader))
    with st.container(key="running_total"):
        key = "pay.ticked" if ticked else "pay.none_ticked"
        st.markdown(t(key, count=chosen.height, amount=amount))


def _by_day(page: Page, due: pl.DataFrame) -> None:
    """The totals per payment date and currency."""
    reader, t = page.reader, page.reader.t
    sums = (
        due.group_by("pay_on", "currency")
        .agg(pl.col("to_pay").sum(), pl.len().alias("items"))
        .sort("pay_on", "currency")
    )
    st.subheader(t("pay.by_day"), anchor=False)
    table(
        sums,
        [
            Column("pay_on", "day", t("pay.pay_on")),
            Column("items", "count", t("pay.invoices")),
            Column("currency", width="small"),
            Column("to_pay", "money", t("columns.amount")),
        ],
        reader=reader,
        key="pay_days",
        alt=t("pay.by_day"),
    )
    st.caption(t("pay.banking_days"))


def _as_text(page: Page, chosen: pl.DataFrame) -> None:
    """The rows as lines of text with tabs between, for the reader's own payment system."""
    t = page.reader.t
    st.subheader(t("pay.copy"), anchor=False)
    rows = list(chosen.iter_rows(named=True))
    lines = ["\t".join(_cells(page, row)) for row in rows if not row["changed_from"]]
    # A new account stands apart, under the word: copied on its own or not at all.
    if new := ["\t".join(_cells(page, row)) for row in rows if row["changed_from"]]:
        lines += ["", t("pay.changed").upper(), *new]
    st.code("\n".join(lines), language=None, height=260)


def _cells(page: Page, row: dict[str, Any]) -> list[str]:
    f = page.reader.f
    # Without the marks between thousands: payment systems read them as something else.
    amount = f.amount(row["to_pay"], row["currency"]).replace("\u00a0" if f.swedish else ",", "")
    return [
        row["payee"] or "",
        row["account"] or "",
        row["reference"] or row["document_no"],
        amount,
        row["currency"],
        row["pay_on"].isoformat(),
    ]


def _parted(rows: pl.DataFrame) -> bool:
    return not rows["instalment_no"].is_null().all()


def _sums(rows: pl.DataFrame, column: str) -> list[tuple[str, Any]]:
    sums = rows.group_by("currency").agg(pl.col(column).sum()).sort("currency")
    return [(code, amount) for code, amount in sums.iter_rows() if amount]
