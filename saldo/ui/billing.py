"""The billing check on screen: what is at stake, the outcomes, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.ledger.billing_check import Outcome
from saldo.reporting import billing
from saldo.reporting.filters import Filters
from saldo.ui.figures import money_list
from saldo.ui.filters import choice, period_popover
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose
from saldo.ui.tables import Column, table

AMOUNTS = ("claim_amount", "expected_amount", "monthly_amount")
_SAID = ("open_amount", "expected_amount", "monthly_amount")


def any_state(page: Page) -> Filters:
    """The page's filters without the tab: every finding, wherever it stands."""
    return replace(page.filters, status=None)


def sentence(page: Page, totals: pl.DataFrame) -> None:
    """What can be claimed, what bill is to come, what waiting costs; currencies apart (rule 2)."""
    t = page.reader.t
    said = {name: _amounts(totals, name) for name in _SAID}
    asked = bool(_amounts(totals, "claim_amount"))
    parts = [
        t("billing.sentence.claims", amount=_money(page, said["open_amount"]))
        if said["open_amount"]
        else t("billing.sentence.all_decided" if asked else "billing.sentence.nothing")
    ]
    if said["expected_amount"]:
        parts.append(t("billing.sentence.expected", amount=_money(page, said["expected_amount"])))
    if said["monthly_amount"]:
        parts.append(t("billing.sentence.monthly", amount=_money(page, said["monthly_amount"])))
    with st.container(key="sentence"):
        st.markdown(" ".join(parts))


def outcomes(page: Page, totals: pl.DataFrame) -> None:
    """One row per outcome, direction and currency: how many, the amount, what to do.

    A name chooses its outcome.
    """
    order = [outcome.value for outcome in Outcome]
    records = totals.rows(named=True)
    rows = totals.with_columns(
        pl.max_horizontal(*AMOUNTS, "short_amount").alias("at_stake"),
        pl.Series("todo", [_todo(page, each) for each in records], dtype=pl.String),
        pl.Series("said", [_outcome(page, each) for each in records], dtype=pl.String),
        pl.col("outcome").replace_strict(order, range(len(order))).alias("place"),
    ).sort("place", "direction", "currency")
    heading = Column("said", heading=page.reader.t("columns.outcome"))
    number = Column("findings", "count")
    _chooser(page, rows, "outcome", heading, Column("todo"), number, amount="at_stake")


def places(page: Page) -> None:
    """The findings by site and by contract; a number chooses its own."""
    t = page.reader.t
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("billing.by_site"), anchor=False)
        rows = page.ask(billing.sites, any_state(page)).filter(pl.col("site_no").is_not_null())
        number = Column("findings", "count")
        _chooser(page, rows, "site", Column("site_no"), Column("site_name"), number)
    with right:
        st.header(t("billing.by_contract"), anchor=False)
        rows = page.ask(billing.contracts, any_state(page))
        rows = rows.filter(pl.col("contract_no").is_not_null())
        _chooser(page, rows, "contract", Column("contract_no"), Column("findings", "count"))


def controls(page: Page, totals: pl.DataFrame) -> None:
    """Outcome, site, contract and period, each in the address."""
    t, filters = page.reader.t, page.filters
    kinds = totals["outcome"].unique().to_list()
    names = {
        outcome.value: word(outcome, page.reader)
        for outcome in Outcome
        if outcome in kinds or outcome == filters.outcome
    }
    sites = page.ask(billing.sites, any_state(page)).drop_nulls("site_no")
    contracts = page.ask(billing.contracts, any_state(page)).drop_nulls("contract_no")
    labels = {no: f"{name} · {no}" for no, name in sites.select("site_no", "site_name").rows()}
    with st.container(horizontal=True, vertical_alignment="center", key="billing_filters"):
        _choice(page, "outcome", {"": t("billing.any_outcome")} | names, filters.outcome)
        _choice(page, "site", {"": t("billing.any_site")} | labels, filters.site)
        numbers = {no: no for no in contracts["contract_no"].unique().sort()}
        _choice(page, "contract", {"": t("billing.any_contract")} | numbers, filters.contract)
        period_popover(filters, page.reader, t("billing.any_period"))


def _chooser(
    page: Page,
    rows: pl.DataFrame,
    name: str,
    *columns: Column,
    amount: str = "claim_amount",
) -> None:
    """A table whose first column, clicked, narrows the page to it."""
    column = name if name == "outcome" else f"{name}_no"

    def only(row: Mapping[str, Any]) -> None:
        choose(name, row[column])

    several = rows["currency"].n_unique() > 1
    unit = [Column("currency", width="small")] if several else []
    table(
        rows,
        [*columns, *unit, Column(amount, "money")],
        reader=page.reader,
        key=f"by_{name}",
        alt=page.reader.t(f"columns.{column}"),
        open_row=only,
        rows_shown=10,
    )


def _choice(page: Page, name: str, options: dict[str, str], asked: str | None) -> None:
    shown = options if not asked or asked in options else options | {asked: asked}
    label = page.reader.t("columns.outcome" if name == "outcome" else f"columns.{name}_no")
    with st.container(width=230, key=f"pick_{name}"):
        choice(name, shown, asked or "", label=label, default="")


def _outcome(page: Page, row: Mapping[str, Any]) -> str:
    said = word(row["outcome"], page.reader)
    return f"{said}: {word(row['direction'], page.reader).lower()}" if row["direction"] else said


def _todo(page: Page, row: Mapping[str, Any]) -> str:
    kinds = [Outcome.never_billed, Outcome.removed_without_notice, Outcome.unclear]
    if row["direction"] == "below":
        return page.reader.t("billing.todo.below")
    if row["outcome"] in billing.CLAIMS:
        return page.reader.t("billing.todo.claim")
    return page.reader.t(f"billing.todo.{row['outcome'] if row['outcome'] in kinds else 'none'}")


def _amounts(totals: pl.DataFrame, name: str) -> list[tuple[str, Decimal]]:
    sums = totals.drop_nulls("currency").group_by("currency").agg(pl.col(name).sum())
    return [(code, amount) for code, amount in sums.sort("currency").rows() if amount]


def _money(page: Page, amounts: list[tuple[str, Decimal]]) -> str:
    if len(amounts) == 1 and len(page.currencies) > 1:
        code, amount = amounts[0]
        return f"**{plain(page.reader.f.money(amount, code, code=True))}**"
    return f"**{plain(money_list(amounts, page.reader))}**"
