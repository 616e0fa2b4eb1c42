"""Budget months: the chart of actual and forecast by month, and the same figures as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.i18n import Reader
from saldo.ledger.money import ZERO
from saldo.ledger.months import add_months
from saldo.reporting import budget_totals
from saldo.reporting.budget import PARTS
from saldo.reporting.horizon import Horizon
from saldo.ui import charts
from saldo.ui.budget import chosen_months
from saldo.ui.columns import Look, Series, columns
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.tables import Column, table

_LOOKS: dict[str, Look] = {
    "actual": "actual",
    "known": "known",
    "ordered": "ordered",
    "assumed": "assumed",
    "statistical": "forecast",
}
_YEAR = 12


def months_of(page: Page, currency: str) -> pl.DataFrame:
    """The shown months of one currency, each with the total of the same month a year before."""
    asked = chosen_months(page)
    first = Horizon.of(asked).first
    longer = replace(asked, start=add_months(first, -_YEAR))
    found: pl.DataFrame = page.ask(budget_totals.budget_months, longer).filter(currency=currency)
    before = dict(found.select("month", "total").iter_rows())
    months = found.filter(pl.col("month") >= first)
    year_before = [before.get(add_months(month, -_YEAR)) for month in months["month"]]
    return months.with_columns(pl.Series("year_before", year_before, pl.Decimal(18, 4)))


def draw(page: Page, months: pl.DataFrame, currency: str) -> None:
    """The chart: what was billed, what is agreed, assumed and estimated, and the year before."""
    reader, t, f = page.reader, page.reader.t, page.reader.f
    every = _every_month(months)
    sums = {part: f.money(sum(months[part], ZERO), currency) for part in PARTS}
    charts.chart(
        columns(
            every, series_of(months, every, reader), currency, reader, as_of=_line(page, every)
        ),
        key="months",
        alt=t(
            "budget.months.says",
            first=f.month(every[0]),
            last=f.month(every[-1]),
            **sums,
        ),
        reader=reader,
    )


def series_of(months: pl.DataFrame, every: Sequence[date], reader: Reader) -> list[Series]:
    """The parts that hold anything as series, the estimate with the whisker of the total."""
    rows = {row["month"]: row for row in months.iter_rows(named=True)}
    made = []
    for part, look in _LOOKS.items():
        values = [rows[month][part] if month in rows else None for month in every]
        if any(values):
            ends = _whisker(rows, every) if part == "statistical" else ((), ())
            made.append(Series(word(part, reader), look, values, *ends))
    before = [rows[month]["year_before"] if month in rows else None for month in every]
    if any(before):
        made.append(Series(reader.t("budget.parts.year_before"), "previous", before))
    return made


def _whisker(
    rows: dict[date, dict[str, Decimal | None]], every: Sequence[date]
) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """The range of the month's total, as seen from the estimate on top of the column."""
    ends: tuple[list[Decimal | None], list[Decimal | None]] = ([], [])
    for month in every:
        row = rows.get(month, {})
        below = (row.get("total") or ZERO) - (row.get("statistical") or ZERO)
        for end, name in zip(ends, ("p10", "p90"), strict=True):
            edge = row.get(name)
            end.append(None if edge is None else edge - below)
    return ends


def month_table(page: Page, months: pl.DataFrame, currency: str) -> None:
    """A row per month, the last one first: its parts, its total and range, the year before."""
    t, f = page.reader.t, page.reader.f
    newest = months.sort("month", descending=True)
    names = [f.short_month(month) for month in newest["month"]]
    amounts = [part for part in PARTS if any(months[part])]
    table(
        newest.with_columns(
            pl.Series("named", names, pl.String),
            pl.col(*PARTS).replace(Decimal(0), None),
        ),
        [
            Column("named", heading=t("columns.month"), pinned=True),
            *(Column(part, "money", word(part, page.reader)) for part in amounts),
            Column("total", "money", t("budget.months.total")),
            *(Column(end, "money") for end in ("p10", "p90") if not months[end].is_null().all()),
            *(
                [Column("year_before", "money", t("budget.parts.year_before"))]
                if any(months["year_before"])
                else []
            ),
        ],
        reader=page.reader,
        key="month_rows",
        alt=t("budget.months.title"),
        rows_shown=14,
    )
    st.markdown(_sum(page, months, currency))


def _sum(page: Page, months: pl.DataFrame, currency: str) -> str:
    """What the shown months come to, part by part."""
    reader = page.reader
    sums = {part: sum(months[part], ZERO) for part in (*PARTS, "total")}
    money = {part: plain(reader.f.money(amount, currency)) for part, amount in sums.items()}
    said = [f"{word(part, reader).lower()} {money[part]}" for part in PARTS if sums[part]]
    return reader.t(
        "budget.months.sum",
        count=months.height,
        parts=" + ".join(said),
        total=money["total"],
    )


def _every_month(months: pl.DataFrame) -> list[date]:
    first, last = months["month"][0], months["month"][-1]
    count = (last.year - first.year) * _YEAR + last.month - first.month
    return [add_months(first, at) for at in range(count + 1)]


def _line(page: Page, every: Sequence[date]) -> date | None:
    """The day shown, where the months hold it."""
    day = page.filters.as_of
    return day if every[0] <= day < add_months(every[-1], 1) else None
