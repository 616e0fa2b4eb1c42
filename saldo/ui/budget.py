"""Budget: the parts of the page: where the year is heading, its years, what narrows the months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.i18n import Reader
from saldo.ledger.months import add_months
from saldo.reporting import Filters, budget, budget_totals
from saldo.ui.figures import Figure, figure_row
from saldo.ui.filters import choice, period_popover, tabs
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import chosen, forget

_TABS = 6
_YEAR = 12
Row = dict[str, Any]


def unnarrowed(page: Page) -> Filters:
    """The page's filters without those of its list: what the years are of."""
    return replace(
        page.filters, status=None, search=None, start=None, end=None, site=None, baseline=None
    )


def chosen_months(page: Page) -> Filters:
    """The page's filters: one category and a period where they are asked for."""
    return replace(unnarrowed(page), start=page.filters.start, end=page.filters.end)


def currency_shown(page: Page, rows: pl.DataFrame) -> str:
    """The currency the page speaks of: the one asked for, else the one with most rows (rule 2)."""
    used = rows["currency"].value_counts(sort=True)["currency"].to_list()
    asked = chosen().get("show", "")
    currency = asked if asked in used else str(used[0])
    if len(used) > 1:
        names = {code: code for code in sorted(used)}
        tabs("show", names, currency, label=page.reader.t("frame.currency"), default=str(used[0]))
    return currency


def years_of(page: Page, currency: str) -> pl.DataFrame:
    """The fiscal years of one currency, whatever period is shown."""
    years: pl.DataFrame = page.ask(budget_totals.budget_years, unnarrowed(page))
    return years.filter(currency=currency)


def sentence(page: Page, years: pl.DataFrame) -> None:
    """What the fiscal year comes to, excl. VAT, and against the year before."""
    t = page.reader.t
    now = _running(years, page.filters.as_of)
    if not now:
        said = t("budget.sentence.nothing")
    elif len(now) == 1:
        said = _heading(page, now[0], _before(years, now[0]))
    else:
        names = [
            t("budget.sentence.one", year=_name(row, years, page.reader), total=_bold(page, row))
            for row in now
        ]
        listed = t("figures.and", first=", ".join(names[:-1]), last=names[-1])
        kind = "several_of" if page.filters.category else "several"
        said = t(f"budget.sentence.{kind}", years=listed, category=_category(page))
    with st.container(key="sentence"):
        st.markdown(said)


def _heading(page: Page, row: Row, before: Row | None) -> str:
    t, f = page.reader.t, page.reader.f
    kind = "heading_of" if page.filters.category else "heading"
    said = t(
        f"budget.sentence.{kind}",
        year=row["fiscal_year"],
        total=_bold(page, row),
        category=_category(page),
    )
    if before is None or not before["total"]:
        return said + "."
    change = (row["total"] - before["total"]) / before["total"]
    change_kind = "more" if change >= 0 else "less"
    share = f.percent(abs(change))
    return (
        said
        + ", "
        + t(f"budget.sentence.{change_kind}", share=share, year=before["fiscal_year"])
        + "."
    )


def years_row(page: Page, years: pl.DataFrame, currency: str) -> None:
    """The fiscal year before, the running one and the next; with several kinds, the running ones.

    Each opens its months.
    """
    now = _running(years, page.filters.as_of)
    shown = now
    if len(now) == 1:
        around = [_before(years, now[0]), now[0], _after(years, now[0])]
        shown = [row for row in around if row is not None]
    if shown:
        figure_row([_figure(page, row, years, currency) for row in shown[:4]], page.reader)


def _figure(page: Page, row: Row, years: pl.DataFrame, currency: str) -> Figure:
    t, f = page.reader.t, page.reader.f
    ahead = row["total"] - row["actual"]
    notes = []
    if row["months"] < _YEAR:
        notes.append(t("budget.years.months", count=row["months"]))
    if row["actual"] and ahead:
        actual, rest = f.money(row["actual"], currency), f.money(ahead, currency)
        notes.append(t("budget.years.actual_and_ahead", actual=actual, ahead=rest))
    elif not notes:
        notes.append(t("budget.years.forecast" if ahead else "budget.years.actual"))
    if row["p10"] is not None:
        for kind, low, high in (("range", "p10", "p90"), ("range95", "low95", "high95")):
            ends = {"low": f.money(row[low], currency), "high": f.money(row[high], currency)}
            notes.append(t(f"budget.years.{kind}", **ends))
    last = add_months(row["first_day"], _YEAR) - timedelta(days=1)
    address = page.query(
        customers=_whose(page, row, years),
        start=row["first_day"],
        end=last,
        category=page.filters.category,
    )
    return Figure(
        t("budget.years.name", year=_name(row, years, page.reader)),
        [(currency, row["total"])],
        t("budget.years.show"),
        "budget",
        address | {"show": currency},
        notes=tuple(notes),
    )


def _whose(page: Page, row: Row, years: pl.DataFrame) -> tuple[str, ...]:
    """The accounts of that fiscal year, where others of the reader's have another one."""
    if len({day.month for day in years["first_day"]}) == 1:
        return page.filters.customers
    alike = page.accounts.filter(fiscal_year_start=row["first_day"].month)
    return tuple(sorted(alike["customer_no"]))


def controls(page: Page, rows: pl.DataFrame) -> None:
    """One category or all, and the period; both stand in the address."""
    t = page.reader.t
    sums = rows.group_by("category").agg(pl.col("amount").sum()).sort("amount", descending=True)
    names = {each: word(each, page.reader) for each in sums["category"]}
    options = {"": t("budget.all_categories"), **names}
    now = page.filters.category if page.filters.category in options else ""
    with st.container(horizontal=True, vertical_alignment="center", key="status_row"):
        pick = tabs if len(options) <= _TABS else choice
        pick("category", options, now or "", label=t("columns.category"), default="")
        st.space("stretch")
        if page.filters.start or page.filters.end:
            st.button(
                t("budget.whole_period"),
                key="whole_period",
                type="tertiary",
                icon=":material/close:",
                on_click=forget,
                args=("from", "to"),
            )
        period_popover(page.filters, page.reader, t("budget.any_period"))


def categories(page: Page, currency: str) -> list[tuple[str, Decimal, Decimal]]:
    """Per category the last twelve finished months and the twelve full months ahead."""
    rows = page.ask(budget.budget, replace(unnarrowed(page), category=None))
    back, ahead = twelve_months(page.filters.as_of)
    amount = pl.col("amount")
    past = (pl.col("part") == "actual") & pl.col("month").is_between(*back)
    sums = (
        rows.filter(currency=currency)
        .group_by("category")
        .agg(
            amount.filter(past).sum().alias("back"),
            amount.filter(pl.col("month").is_between(*ahead)).sum().alias("ahead"),
        )
        .sort("ahead", "back", descending=True)
    )
    return [row for row in sums.iter_rows() if row[1] or row[2]]


def both_years(page: Page, currency: str) -> Filters:
    """The filters of the rows behind `categories`: from the year back to the year ahead."""
    (first, _), (_, last) = twelve_months(page.filters.as_of)
    end = add_months(last, 1) - timedelta(days=1)
    return replace(unnarrowed(page), start=first, end=end, currency=currency, category=None)


def twelve_months(as_of: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """First and last of the last twelve finished months, and of the twelve full ones ahead."""
    unfinished = (as_of + timedelta(days=1)).replace(day=1)
    current = as_of.replace(day=1)
    return (
        (add_months(unfinished, -_YEAR), add_months(unfinished, -1)),
        (add_months(current, 1), add_months(current, _YEAR)),
    )


def _running(years: pl.DataFrame, as_of: date) -> list[Row]:
    """The fiscal years that hold the day, the largest first."""
    now = years.filter(
        pl.col("first_day") <= as_of, pl.col("first_day") > add_months(as_of.replace(day=1), -_YEAR)
    )
    return now.sort("total", descending=True).to_dicts()


def _before(years: pl.DataFrame, row: Row) -> Row | None:
    """The whole fiscal year before, None where not all of it is within the horizon."""
    return _year(years, add_months(row["first_day"], -_YEAR), least=_YEAR)


def _after(years: pl.DataFrame, row: Row) -> Row | None:
    return _year(years, add_months(row["first_day"], _YEAR), least=1)


def _year(years: pl.DataFrame, first_day: date, *, least: int) -> Row | None:
    found = years.filter(pl.col("first_day") == first_day, pl.col("months") >= least).to_dicts()
    return found[0] if found else None


def _name(row: Row, years: pl.DataFrame, reader: Reader) -> str:
    """The year's name, with its months where accounts have other fiscal years than each other."""
    starts = {day.month for day in years["first_day"]}
    if len(starts) == 1:
        return str(row["fiscal_year"])
    first, last = row["first_day"], add_months(row["first_day"], _YEAR - 1)
    months = f"{reader.f.short_month(first, year=False)}–{reader.f.short_month(last, year=False)}"
    return f"{row['fiscal_year']} ({months})"


def _category(page: Page) -> str:
    category = page.filters.category
    return plain(word(category, page.reader).lower()) if category else ""


def _bold(page: Page, row: Row) -> str:
    return f"**{plain(page.reader.f.money(row['total'], row['currency']))}**"
