"""The billing check on screen: what is at stake, the outcomes, where, and every finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.documents.findings import explained
from saldo.ledger.billing_check import Outcome
from saldo.reporting import billing
from saldo.ui import empty
from saldo.ui.downloads import downloads
from saldo.ui.figures import money_list
from saldo.ui.filters import choice, period_popover
from saldo.ui.found import document_key
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget
from saldo.ui.tables import Column, page_chooser, paged, table

_AMOUNTS = ("claim_amount", "expected_amount", "monthly_amount")


def sentence(page: Page, totals: pl.DataFrame) -> None:
    """What can be claimed, what bill is to come, what waiting costs; currencies apart (rule 2)."""
    t = page.reader.t
    said = {name: _amounts(totals, name) for name in _AMOUNTS}
    parts = [
        t("billing.sentence.claims", amount=_money(page, said["claim_amount"]))
        if said["claim_amount"]
        else t("billing.sentence.nothing")
    ]
    if said["expected_amount"]:
        parts.append(t("billing.sentence.expected", amount=_money(page, said["expected_amount"])))
    if said["monthly_amount"]:
        parts.append(t("billing.sentence.monthly", amount=_money(page, said["monthly_amount"])))
    with st.container(key="sentence"):
        st.markdown(" ".join(parts))


def outcomes(page: Page, totals: pl.DataFrame) -> None:
    """One row per outcome and currency: how many, the amount, what to do. A name chooses it."""
    order = [outcome.value for outcome in Outcome]
    rows = totals.with_columns(
        pl.max_horizontal(_AMOUNTS).alias("at_stake"),
        pl.Series("todo", [_todo(page, each) for each in totals["outcome"]], dtype=pl.String),
        pl.col("outcome").replace_strict(order, range(len(order))).alias("place"),
    ).sort("place", "currency")
    _chooser(page, rows, "outcome", [Column("todo"), Column("findings", "count")], "at_stake")
    st.caption(page.reader.t("billing.request"))


def places(page: Page) -> None:
    """The findings by site and by contract; a number chooses its own."""
    t = page.reader.t
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("billing.by_site"), anchor=False)
        rows = page.ask(billing.sites).filter(pl.col("site_no").is_not_null())
        _chooser(page, rows, "site", [Column("site_name"), Column("findings", "count")])
    with right:
        st.header(t("billing.by_contract"), anchor=False)
        rows = page.ask(billing.contracts).filter(pl.col("contract_no").is_not_null())
        _chooser(page, rows, "contract", [Column("findings", "count")])


def controls(page: Page, totals: pl.DataFrame) -> None:
    """Outcome, site, contract and period, each in the address."""
    t, filters = page.reader.t, page.filters
    kinds = totals["outcome"].unique().to_list()
    names = {
        outcome.value: word(outcome, page.reader)
        for outcome in Outcome
        if outcome in kinds or outcome == filters.outcome
    }
    sites = page.ask(billing.sites).drop_nulls("site_no")
    contracts = page.ask(billing.contracts).drop_nulls("contract_no")
    labels = {no: f"{name} · {no}" for no, name in sites.select("site_no", "site_name").rows()}
    with st.container(horizontal=True, vertical_alignment="center", key="billing_filters"):
        _choice(page, "outcome", {"": t("billing.any_outcome")} | names, filters.outcome)
        _choice(page, "site", {"": t("billing.any_site")} | labels, filters.site)
        numbers = {no: no for no in contracts["contract_no"].unique().sort()}
        _choice(page, "contract", {"": t("billing.any_contract")} | numbers, filters.contract)
        period_popover(filters, page.reader, t("billing.any_period"))


def findings(page: Page) -> None:
    """Every finding with its sentence; a serial number opens its finding."""
    reader, rows = page.reader, page.ask(billing.billing_check)
    if rows.is_empty():
        empty.nothing(reader.t("billing.nothing"), reader.t("billing.nothing_hint"))
        return

    def open_one(row: Mapping[str, Any]) -> None:
        choose("finding", _name(row))

    _opened(page, rows)
    table(
        _with_words(page, paged(rows)),
        _columns(page, rows),
        reader=reader,
        key="findings",
        alt=reader.t("billing.findings"),
        open_row=open_one,
        rows_shown=20,
    )
    page_chooser(rows)
    downloads("billing-check", page.filters, reader)


def _opened(page: Page, rows: pl.DataFrame) -> None:
    """The finding that the address names: why it stands there, and the way to its invoice."""
    asked, t = chosen().get("finding"), page.reader.t
    one = next((each for each in rows.iter_rows(named=True) if _name(each) == asked), None)
    if asked is None or one is None:
        return
    with st.container(border=True, key="finding", gap="xsmall"):
        what = word(one["outcome"], page.reader)
        st.markdown(f"**{plain(one['serial_no'])}** · {plain(what)} · {plain(one['model'] or '')}")
        st.markdown(plain(explained(one, page.reader, code=len(page.currencies) > 1)))
        if one["invoice_no"]:
            st.page_link(
                "pages/invoices.py",
                label=f":primary[{t('billing.open_invoice', number=plain(one['invoice_no']))}]",
                icon="",
                query_params=page.query() | {"document": document_key(one)},
            )
        st.button(
            t("billing.close"), key="finding_close", type="tertiary", on_click=forget,
            args=("finding",),
        )  # fmt: skip


def _name(row: Mapping[str, Any]) -> str:
    """A finding's name in the address."""
    parts = ("company_no", "outcome", "serial_no", "contract_no", "invoice_no", "line_no")
    return "/".join(str(row[part] or "") for part in parts)


def _columns(page: Page, rows: pl.DataFrame) -> list[Column]:
    columns = [
        Column("serial_no", pinned=True),
        Column("outcome", "word"),
        Column("invoice_no"),
        Column("billed_interval"),
        Column("billable_interval"),
        Column("currency", width="small") if rows["currency"].n_unique() > 1 else None,
        Column("at_stake", "money"),
        Column("customer_name") if page.accounts.height > 1 else None,
        Column("site_name"),
        Column("contract_no"),
        Column("says", width=780),
    ]
    return [column for column in columns if column is not None]


def _with_words(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    several = len(page.currencies) > 1
    records = list(rows.iter_rows(named=True))
    texts: dict[str, list[str | None]] = {
        "says": [explained(each, page.reader, code=several) for each in records],
        "billed_interval": [
            _interval(page, each, "service_start", "service_end") for each in records
        ],
        "billable_interval": [
            _interval(page, each, "billable_from", "billable_to") for each in records
        ],
    }
    return rows.with_columns(
        *(pl.Series(name, cells, dtype=pl.String) for name, cells in texts.items()),
        pl.max_horizontal(_AMOUNTS).alias("at_stake"),
        pl.col("customer_no").replace(names).alias("customer_name"),
    )


def _interval(page: Page, row: Mapping[str, Any], first: str, last: str) -> str | None:
    if row[first] is None:
        return None
    if row[last] is None:
        return f"{page.reader.f.date(row[first])} – {page.reader.t('billing.open_end')}"
    return page.reader.f.period(row[first], row[last])


def _chooser(
    page: Page,
    rows: pl.DataFrame,
    name: str,
    between: Sequence[Column],
    amount: str = "claim_amount",
) -> None:
    """A table whose first column, clicked, narrows the page to it."""
    column = name if name == "outcome" else f"{name}_no"

    def only(row: Mapping[str, Any]) -> None:
        choose(name, row[column])

    columns = [
        Column(column, "word" if name == "outcome" else "text"),
        *between,
        *([Column("currency", width="small")] if rows["currency"].n_unique() > 1 else []),
        Column(amount, "money"),
    ]
    heading = page.reader.t(f"columns.{column}")
    table(
        rows,
        columns,
        reader=page.reader,
        key=f"by_{name}",
        alt=heading,
        open_row=only,
        rows_shown=10,
    )


def _choice(page: Page, name: str, options: dict[str, str], asked: str | None) -> None:
    shown = options if not asked or asked in options else options | {asked: asked}
    label = page.reader.t("columns.outcome" if name == "outcome" else f"columns.{name}_no")
    with st.container(width=230, key=f"pick_{name}"):
        choice(name, shown, asked or "", label=label, default="")


def _todo(page: Page, outcome: str) -> str:
    kinds = [Outcome.never_billed, Outcome.removed_without_notice, Outcome.unclear]
    if outcome in billing.CLAIMS:
        return page.reader.t("billing.todo.claim")
    return page.reader.t(f"billing.todo.{outcome if outcome in kinds else 'none'}")


def _amounts(totals: pl.DataFrame, name: str) -> list[tuple[str, Decimal]]:
    sums = totals.drop_nulls("currency").group_by("currency").agg(pl.col(name).sum())
    return [(code, amount) for code, amount in sums.sort("currency").rows() if amount]


def _money(page: Page, amounts: list[tuple[str, Decimal]]) -> str:
    if len(amounts) == 1 and len(page.currencies) > 1:
        code, amount = amounts[0]
        return f"**{plain(page.reader.f.money(amount, code, code=True))}**"
    return f"**{plain(money_list(amounts, page.reader))}**"
