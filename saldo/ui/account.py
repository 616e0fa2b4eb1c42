"""Account: the parts of the start page: the sentence, the figures, the trend, the tie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.reporting import accounts, balances
from saldo.ui import charts, empty
from saldo.ui.figures import Amounts, Figure, figure_row, money_list
from saldo.ui.filters import tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import chosen, go
from saldo.ui.tables import Column, table


def seen_by_vendor(page: Page) -> bool:
    """True where the reader is the vendor's: the same rows are a receivable."""
    return page.viewer.role is Role.rep


def needs_title(page: Page) -> str:
    """The heading over what should be looked at first."""
    return "account.needs.title_theirs" if seen_by_vendor(page) else "account.needs.title"


def sentence(page: Page, summary: pl.DataFrame) -> None:
    """What is owed and what of it is overdue, in a sentence. Currencies stay apart (rule 2)."""
    t, side = page.reader.t, "owed" if seen_by_vendor(page) else "owe"
    owed = [(code, amount) for code, amount in _amounts(summary, "balance") if amount > 0]
    credit = [(code, -amount) for code, amount in _amounts(summary, "balance") if amount < 0]
    late = [(code, amount) for code, amount in _amounts(summary, "overdue") if amount]
    if not owed:
        said = [t(f"account.sentence.{side}_nothing")]
    elif late:
        said = [
            t(
                f"account.sentence.{side}_overdue",
                balance=_said(owed, page, summary),
                overdue=_said(late, page, summary),
            )
        ]
    else:
        said = [t(f"account.sentence.{side}", balance=_said(owed, page, summary))]
    if credit:
        words = "credit_theirs" if seen_by_vendor(page) else "credit"
        said.append(t(f"account.sentence.{words}", credit=_said(credit, page, summary)))
    with st.container(key="sentence"):
        st.markdown(" ".join(said))


def figures(page: Page, summary: pl.DataFrame) -> None:
    """Balance, overdue, due within 30 days, unmatched credit, each with its rows behind it."""
    t = page.reader.t
    opened = int(summary["open_invoices"].sum())
    late = int(summary["overdue_invoices"].sum())
    links = {
        "balance": ("open", t("account.figures.open_items", count=opened), None),
        "overdue": ("overdue", t("account.figures.overdue_items", count=late), "red"),
        "due_soon": ("due_soon", t("account.figures.due_items"), None),
        "unapplied": ("unapplied", t("account.figures.unapplied_items"), None),
    }
    figure_row(
        [
            Figure(
                t(f"account.figures.{name}"),
                _amounts(summary, name),
                link,
                "invoices",
                page.query(status=status),
                tone,
            )
            for name, (status, link, tone) in links.items()
        ],
        page.reader,
    )


def nothing_billed(page: Page) -> None:
    """The empty state of an account that nothing was billed to or paid by."""
    t = page.reader.t
    empty.nothing(t("account.nothing_billed"), t("account.nothing_billed_hint"))


def currency_shown(page: Page, summary: pl.DataFrame) -> str:
    """The currency of the charts: the one asked for, else the one most used."""
    codes = page.currencies
    by_use = summary.sort("open_invoices", descending=True)["currency"].to_list()
    usual = (by_use or codes)[0]
    asked = chosen().get("show")
    currency = asked if asked in codes else usual
    if len(codes) > 1:
        label = page.reader.t("frame.currency")
        tabs("show", {code: code for code in codes}, currency, label=label, default=usual)
    return currency


def trend(page: Page, currency: str) -> None:
    """The balance over the last year as steps, with its figures as a table."""
    reader = page.reader
    steps = page.ask(balances.trend_totals).filter(pl.col("currency") == currency)
    first, last = steps.row(0, named=True), steps.row(-1, named=True)

    def rows() -> None:
        newest = steps.sort("date", descending=True)
        columns = [Column("date", "day"), Column("balance", "money")]
        table(newest, columns, reader=reader, key="trend_rows", alt=reader.t("account.trend"))

    charts.chart(
        charts.balance_line(steps, currency, reader),
        key="trend",
        alt=reader.t(
            "account.trend_says",
            first=reader.f.date(first["date"]),
            last=reader.f.date(last["date"]),
            opening=reader.f.money(first["balance"], currency),
            closing=reader.f.money(last["balance"], currency),
        ),
        reader=reader,
        table=rows,
    )


def portfolio(page: Page) -> None:
    """One row per account and currency, the most overdue first; a number opens its account."""

    def only(row: Any) -> None:
        go("account", page.query(customers=(row["customer_no"],)))

    rows = page.ask(accounts.portfolio).filter(pl.col("currency").is_in(page.currencies))
    table(
        rows.sort(pl.len().over("currency"), descending=True, maintain_order=True),
        [
            Column("customer_no"),
            Column("name"),
            Column("currency", width="small"),
            Column("balance", "money"),
            Column("overdue", "money"),
            Column("overdue_change", "money"),
            Column("disputed", "money"),
            Column("oldest_days_overdue", "count"),
        ],
        reader=page.reader,
        key="portfolio",
        alt=page.reader.t("account.by_account"),
        open_row=only,
        rows_shown=12,
    )


def tie(page: Page) -> None:
    """That ledger, open items and ageing come to the same, or by what they differ (rule 10)."""
    t = page.reader.t
    rows = page.ask(accounts.tie).filter(pl.col("currency").is_in(page.currencies))
    off = [(code, amount) for code, amount in _amounts(rows, "difference") if amount]
    if off:
        st.warning(t("account.does_not_tie", amounts=plain(money_list(off, page.reader))))
        return
    same = plain(money_list(_amounts(rows, "balance"), page.reader))
    st.caption(f":green[:material/check_circle:] {t('account.ties', amounts=same)}")


def _amounts(frame: pl.DataFrame, column: str) -> Amounts:
    pairs: Sequence[tuple[str, Decimal]] = frame.select("currency", column).rows()
    return pairs


def _said(amounts: Amounts, page: Page, summary: pl.DataFrame) -> str:
    """Codes wherever the reader sees several currencies, also beside a single one of them."""
    if summary.height > 1 and len(amounts) == 1:
        code, amount = amounts[0]
        return plain(page.reader.f.money(amount, code, code=True))
    return plain(money_list(amounts, page.reader))
