"""Cash: the parts of the page: what the next weeks bring, by week, and by open invoice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.access import Role
from saldo.ledger.money import ZERO
from saldo.reporting import Filters
from saldo.reporting.cash import expected_payments
from saldo.reporting.cash_weeks import cash_totals
from saldo.ui import charts
from saldo.ui.cash_chart import week_spec
from saldo.ui.filters import tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import chosen, go
from saldo.ui.tables import Column, table

_FOUR_WEEKS = 4
_RISKY = 50


def unnarrowed(page: Page) -> Filters:
    """The page's filters without those of its lists."""
    return replace(
        page.filters, status=None, search=None, start=None, end=None, site=None, category=None
    )


def weeks_of(page: Page) -> pl.DataFrame:
    """Expected payments by currency and week."""
    weeks: pl.DataFrame = page.ask(cash_totals, unnarrowed(page))
    return weeks


def currency_shown(page: Page, weeks: pl.DataFrame) -> str:
    """The currency the page speaks of: the one asked for, else the one with most open (rule 2)."""
    sums = weeks.group_by("currency").agg(pl.col("open_invoices").sum(), pl.len())
    used = sums.sort("open_invoices", descending=True)["currency"].to_list()
    asked = chosen().get("show", "")
    currency = asked if asked in used else str(used[0])
    if len(used) > 1:
        names = {code: code for code in sorted(used)}
        tabs("show", names, currency, label=page.reader.t("frame.currency"), default=str(used[0]))
    return currency


def way(page: Page) -> str:
    """`in` for those who collect, `out` for those who pay."""
    return "in" if page.viewer.role is Role.rep else "out"


def sentence(page: Page, weeks: pl.DataFrame, currency: str) -> None:
    """What the next four weeks bring."""
    first = weeks.filter(pl.col("week").is_not_null()).head(_FOUR_WEEKS)
    money = {
        "amount": f"**{plain(page.reader.f.money(_sum_of(first, 'total'), currency))}**",
        "open": plain(page.reader.f.money(_sum_of(first, "open_invoices"), currency)),
    }
    with st.container(key="sentence"):
        st.markdown(page.reader.t(f"cash.sentence.{way(page)}", **money))


def by_week(page: Page, weeks: pl.DataFrame, currency: str) -> None:
    """The chart of thirteen weeks, their rows, and what comes after them."""
    t, f = page.reader.t, page.reader.f
    shown = weeks.filter(pl.col("week").is_not_null())
    sums = {name: _sum_of(shown, name) for name in ("open_invoices", "coming", "total")}
    charts.chart(
        week_spec(shown, currency, page.reader),
        key="cash_weeks",
        alt=t(
            "cash.weeks.says",
            first=f.week(shown["week"][0]),
            last=f.week(shown["week"][-1]),
            open=f.money(sums["open_invoices"], currency),
            coming=f.money(sums["coming"], currency),
        ),
        reader=page.reader,
    )
    named = [f"{f.week(week)}  {f.date(week)}" for week in shown["week"]]
    table(
        shown.with_columns(pl.Series("named", named, pl.String)),
        [
            Column("named", heading=t("columns.week"), pinned=True),
            Column("open_invoices", "money"),
            Column("coming", "money"),
            Column("total", "money"),
            Column("p10", "money"),
            Column("p90", "money"),
        ],
        reader=page.reader,
        key="week_rows",
        alt=t(f"cash.weeks.{way(page)}"),
        rows_shown=13,
    )
    later = _sum_of(weeks.filter(pl.col("week").is_null()), "total")
    money = {"total": f.money(sums["total"], currency), "later": f.money(later, currency)}
    st.markdown(t("cash.weeks.sum", **{name: plain(each) for name, each in money.items()}))


def by_invoice(page: Page, currency: str) -> None:
    """Every open invoice with the days it is likely paid on; its number opens it."""
    t = page.reader.t
    found = page.ask(expected_payments, unnarrowed(page)).filter(currency=currency)
    if found.is_empty():
        st.caption(t("cash.invoices.none"))
        return
    names = dict(page.everyone.select("customer_no", "name").iter_rows())

    def open_one(row: Mapping[str, Any]) -> None:
        document = "/".join(str(row[part]) for part in ("company_no", "class", "document_no"))
        go("invoices", page.query() | {"document": document})

    table(
        found.with_columns(
            pl.col("customer_no").replace(names).alias("customer_name"),
            pl.Series("risk", _risks(page, found), pl.String),
            pl.Series("tone", _tones(found, page.filters.as_of), pl.String),
        ),
        [
            Column("document_no"),
            *([Column("customer_name")] if page.accounts.height > 1 else []),
            Column("due_date", "day", tones="tone"),
            Column("open_amount", "money"),
            *([Column("set_off", "money")] if any(found["set_off"]) else []),
            Column("to_pay", "money"),
            Column("p10", "day", t("columns.cash.p10")),
            Column("p50", "day", t("columns.cash.p50")),
            Column("p90", "day", t("columns.cash.p90")),
            Column("risk", heading=t("columns.late_probability"), width="small"),
        ],
        reader=page.reader,
        key="expected",
        alt=t("cash.invoices.title"),
        open_row=open_one,
    )
    st.markdown(_sum(page, found, currency))


def how(page: Page) -> None:
    """How the days are estimated, in plain words."""
    t = page.reader.t
    said = [t(f"cash.how.{part}") for part in ("habit", "coming", "credits", "range")]
    st.markdown("\n".join(f"- {line}" for line in said))


def _sum(page: Page, found: pl.DataFrame, currency: str) -> str:
    money = {
        name: plain(page.reader.f.money(_sum_of(found, column), currency))
        for name, column in (("open", "open_amount"), ("set_off", "set_off"), ("to_pay", "to_pay"))
    }
    return page.reader.t("cash.invoices.sum", count=found.height, **money)


def _sum_of(rows: pl.DataFrame, column: str) -> Decimal:
    return sum(rows[column], ZERO)


def _risks(page: Page, found: pl.DataFrame) -> list[str]:
    return [page.reader.f.percent(Decimal(each) / 100) for each in found["late_probability"]]


def _tones(found: pl.DataFrame, as_of: date) -> list[str | None]:
    """An overdue day in colour, one that is likely to be missed beside it."""
    return [
        "overdue" if due < as_of else "slipped" if risk >= _RISKY else None
        for due, risk in found.select("due_date", "late_probability").iter_rows()
    ]
