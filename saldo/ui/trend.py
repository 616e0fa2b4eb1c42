"""Trend: the balance over a period, all accounts together, stacked or each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl

from saldo.i18n import Reader
from saldo.reporting import balances
from saldo.ui import charts
from saldo.ui.charts import Spec
from saldo.ui.colours import palette
from saldo.ui.filters import tabs
from saldo.ui.page import Page
from saldo.ui.state import chosen
from saldo.ui.tables import Column, table

SPLITS = ("together", "stacked", "alone")
_SHOWN = 6


def trend(page: Page, currency: str) -> None:
    """The balance of one currency as steps, with its figures as a table."""
    split = _split_chosen(page)
    if split == "together":
        _together(page, currency)
    else:
        _by_account(page, currency, stacked=split == "stacked")


def _split_chosen(page: Page) -> str:
    asked = chosen().get("split", "")
    if page.accounts.height < 2:
        return "together"
    split = asked if asked in SPLITS else "together"
    t = page.reader.t
    options = {name: t(f"account.splits.{name}") for name in SPLITS}
    tabs("split", options, split, label=t("account.split"), default="together")
    return split


def _together(page: Page, currency: str) -> None:
    reader = page.reader
    steps = page.ask(balances.trend_totals).filter(pl.col("currency") == currency)
    if steps.is_empty():
        return
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


def _by_account(page: Page, currency: str, *, stacked: bool) -> None:
    reader = page.reader
    days = page.ask(balances.balance_trend, replace(page.filters, currency=currency))
    series = _largest(_named(page, days), reader.t("account.other_accounts"))
    if not series:
        return

    def rows() -> None:
        last = [{"name": name, "balance": values[-1][1]} for name, values in series]
        shown = pl.DataFrame(last, schema_overrides={"balance": pl.Decimal(18, 4)})
        columns = [Column("name"), Column("balance", "money")]
        with_currency = shown.with_columns(currency=pl.lit(currency))
        table(
            with_currency, columns, reader=reader, key="by_account", alt=reader.t("account.trend")
        )

    charts.chart(
        account_lines(series, currency, reader, stacked=stacked),
        key="trend_accounts",
        alt=", ".join(
            f"{name} {reader.f.money(values[-1][1], currency)}" for name, values in series
        ),
        reader=reader,
        table=rows,
    )


Series = Sequence[tuple[str, Sequence[tuple[date, Decimal]]]]


def _named(page: Page, days: pl.DataFrame) -> list[tuple[str, list[tuple[date, Decimal]]]]:
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    parts = days.partition_by("customer_no", as_dict=True, maintain_order=True)
    return [
        (names.get(number, number), list(part.select("date", "balance").iter_rows()))
        for (number,), part in parts.items()
    ]


def _largest(
    series: list[tuple[str, list[tuple[date, Decimal]]]], others: str
) -> list[tuple[str, list[tuple[date, Decimal]]]]:
    """The accounts with the most at stake, and the rest as one."""
    by_size = sorted(series, key=lambda each: -max(abs(value) for _, value in each[1]))
    rest = by_size[_SHOWN:]
    if not rest:
        return by_size
    summed = [
        (same[0][0], sum((value for _, value in same), Decimal(0)))
        for same in zip(*(values for _, values in rest), strict=True)
    ]
    return [*by_size[:_SHOWN], (others, summed)]


def account_lines(series: Series, currency: str, reader: Reader, *, stacked: bool) -> Spec:
    """A step line per account: each alone, or stacked on each other. Named in the legend."""
    colours = palette()
    shades = (*colours.lines, colours.faint)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [day.isoformat() for day, _ in values],
            "y": [float(value) for _, value in values],
            "line": {"color": shade, "width": 1 if stacked else 2, "shape": "hv"},
            "customdata": [reader.f.money(value, currency) for _, value in values],
            "hovertemplate": "%{customdata}",
        }
        | ({"stackgroup": "accounts", "fillcolor": charts.veil(shade, 0.55)} if stacked else {})
        for shade, (name, values) in zip(shades, series, strict=False)
    ]
    days = [day for day, _ in series[0][1]]
    return charts.template(
        traces,
        colours,
        height=320,
        xaxis=charts.time_axis(days, reader, colours),
        yaxis=charts.money_axis(_reached(series, stacked=stacked), currency, reader, colours),
        legend={"orientation": "h", "y": 0, "yanchor": "bottom", "yref": "container", "x": 0}
        | {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        margin={"l": 8, "r": 8, "t": 18, "b": 84},
        hovermode="x unified",
    )


def _reached(series: Series, *, stacked: bool) -> list[Decimal]:
    """The heights that the axis covers."""
    every = [[value for _, value in values] for _, values in series]
    if not stacked:
        return [value for values in every for value in (min(values), max(values))]
    sums = [sum(at, Decimal(0)) for at in zip(*every, strict=True)]
    return [min(sums), max(sums)]
