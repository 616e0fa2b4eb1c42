"""Account: the parts of the start page: the sentence, the figures, the views, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.ledger.money import ZERO
from saldo.reporting import accounts
from saldo.ui import behaviour, bridge, credits, due, empty, trend, valuation
from saldo.ui.downloads import downloads
from saldo.ui.figures import Amounts, Figure, figure_row, money_list
from saldo.ui.filters import period_popover, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import chosen, go
from saldo.ui.tables import Column, table

VIEWS = ("trend", "why", "due", "credits", "behaviour", "value")
_REPORT = {
    "trend": "balance-trend",
    "why": "bridge",
    "due": "due-calendar",
    "credits": "open-credits",
    "behaviour": "payment-behaviour",
    "value": "reporting-value",
}
_OF_A_PERIOD = ("trend", "why", "behaviour")


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
    """Balance, overdue, due within 30 days, unapplied credit, each with its rows behind it."""
    t = page.reader.t
    opened = int(summary["open_invoices"].sum())
    noted = int(summary["open_credit_notes"].sum())
    late = int(summary["overdue_invoices"].sum())
    notes = (t("account.figures.open_credit_notes", count=noted),) if noted else ()
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
                notes if name == "balance" else (),
            )
            for name, (status, link, tone) in links.items()
        ],
        page.reader,
    )


def facts(page: Page, summary: pl.DataFrame) -> None:
    """Below the figures: what is disputed, the credit limit and its use, the way to Pay now."""
    t = page.reader.t
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="facts"):
        disputed = [pair for pair in _amounts(summary, "disputed") if pair[1]]
        if disputed:
            label = t("account.disputed", amount=plain(money_list(disputed, page.reader)))
            _link("invoices", label, page.query(status="disputed"))
        for said in _limits(page):
            st.caption(said, width="content")
        if not seen_by_vendor(page):
            _link("pay", t("account.to_pay"), page.query())


def _link(target: str, label: str, query: dict[str, str]) -> None:
    st.page_link(
        f"pages/{target}.py",
        label=f":primary[{label}]",
        icon="",
        query_params=query,
        width="content",
    )


def _limits(page: Page) -> list[str]:
    """The limit of one account; of several how many are used up, and where to look."""
    t, f = page.reader.t, page.reader.f
    rows = page.ask(accounts.credit_use)
    if rows.height == 1:
        row = rows.row(0, named=True)
        share = row["used"] / row["credit_limit"] if row["credit_limit"] else ZERO
        limit = plain(f.money(row["credit_limit"], row["currency"]))
        return [t("account.credit_limit", limit=limit, share=f.percent(share))]
    over = rows.filter(pl.col("headroom") < 0).height
    return [t("account.over_limit", count=over)] if over else []


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


def views(page: Page, currency: str) -> None:
    """One of the deeper views of the account, as the address names it; only that one is asked."""
    t = page.reader.t
    asked = chosen().get("view", "")
    view = asked if asked in VIEWS else VIEWS[0]
    options = {name: t(f"account.views.{name}") for name in VIEWS}
    with st.container(key="section_views"):
        tabs("view", options, view, label=t("account.view"), default=VIEWS[0])
    with st.container(horizontal=True, vertical_alignment="center", key="view_row", gap="small"):
        period = bridge.asked(page) if view == "why" else page.filters
        if view in _OF_A_PERIOD:
            period_popover(page.filters, page.reader, t(f"account.period_of.{view}"))
        st.space("stretch")
        downloads(_REPORT[view], period, page.reader)
    match view:
        case "why":
            bridge.why(page, currency, period)
        case "due":
            due.due(page, currency)
        case "credits":
            credits.credits(page, currency)
        case "behaviour":
            behaviour.behaviour(page, currency)
        case "value":
            valuation.valuation(page)
        case _:
            trend.trend(page, currency)


def portfolio(page: Page) -> None:
    """One row per account and currency, the most overdue first; a number opens its account."""

    def only(row: Any) -> None:
        go("account", page.query(customers=(row["customer_no"],)))

    rows = page.ask(accounts.portfolio).filter(pl.col("currency").is_in(page.currencies))
    limits = page.ask(accounts.credit_use).select("customer_no", "currency", "headroom")
    table(
        rows.join(limits, on=["customer_no", "currency"], how="left", maintain_order="left").sort(
            pl.len().over("currency"), descending=True, maintain_order=True
        ),
        [
            Column("customer_no"),
            Column("name"),
            Column("currency", width="small"),
            Column("balance", "money"),
            Column("overdue", "money"),
            Column("overdue_change", "money"),
            Column("disputed", "money"),
            Column("headroom", "money"),
            Column("oldest_days_overdue", "count"),
        ],
        reader=page.reader,
        key="portfolio",
        alt=page.reader.t("account.by_account"),
        open_row=only,
        rows_shown=12,
    )


def proof(page: Page, summary: pl.DataFrame) -> None:
    """That the balance comes to the same four ways, or by what and where it differs (rule 10)."""
    t, f = page.reader.t, page.reader.f
    rows = accounts.proof(summary)
    for row in rows.filter(pl.col("difference") != 0).iter_rows(named=True):
        code = row["currency"]
        counted = [
            f"{t(f'account.ways.{way}')} {plain(f.money(row[way], code))}" for way in accounts.WAYS
        ]
        difference = plain(f.money(row["difference"], code))
        st.error(
            t(
                "account.does_not_tie",
                difference=difference,
                counted=", ".join(counted),
                currency=code,
            ),
            icon=":material/error:",
        )
    if not any(rows["difference"]):
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
