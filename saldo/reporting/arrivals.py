"""Arrivals: when what is open is expected, how sure that is, and how well such dates held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from saldo.forecast.arrivals import Arrival, Backtest, Basis, History, Phase, backtest
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.site_calendars import SiteCalendars, site_calendars
from saldo.warehouse import Scope

LIKELY = 50
_WEEKS = 52
_WEEK = timedelta(weeks=1)
_KEY = ("customer_no", "company_no", "order_no", "line_no")
_SCHEMA: dict[str, Any] = {
    "promised": pl.Date,
    "expected": pl.Date,
    "earliest": pl.Date,
    "latest": pl.Date,
    "basis": pl.String,
    "past": pl.Int32,
    "late_risk": pl.Int32,
    "at_risk": pl.Boolean,
}


def arrivals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per open order line with a date: when it is expected, the earliest first.

    `earliest` to `latest` is where four of five came, by the account's own history of promises;
    `basis` is that of its product group, of all, or none (the promise itself). All three are days
    on which the site receives (rule 22). `late_risk` is the chance in per cent of coming after
    `due_on`, the date by `baseline`; `at_risk` are lines not late that more likely than not will
    be. Filters of the list other than site and category are not looked at.
    """
    asked = _of_all(filters)
    phases = books.ask("arrival_phases", scope, asked)
    calendars = site_calendars(books, scope, asked)
    countries = _countries(books, scope, asked)
    histories = _histories(phases)
    standing = phases.filter(pl.col("completed").is_null() & pl.col("until_on").is_null())
    if filters.site:
        standing = standing.filter(pl.col("site_no") == filters.site)
    if filters.category:
        standing = standing.filter(pl.col("category") == filters.category)
    said = [
        _said(row, histories, calendars, countries, asked.as_of)
        for row in standing.iter_rows(named=True)
    ]
    told = pl.DataFrame(said, schema=_SCHEMA, orient="row")
    wanted = (
        *(*_KEY, "purchase_order", "product_no", "description", "category", "site_no"),
        *("ordered_qty", "unit", "due_on", "is_late"),
    )
    return standing.select(wanted).hstack(told.get_columns()).sort("expected", *_KEY)


def arrival_check(books: Books, scope: Scope, filters: Filters) -> Backtest:
    """What would have been said every Monday of the last year, against what came.

    Each delivery counts once for every Monday on which it was open.
    """
    asked = _of_all(filters)
    histories = _histories(books.ask("arrival_phases", scope, asked))
    monday = asked.as_of - timedelta(days=asked.as_of.weekday())
    mondays = [monday - _WEEK * weeks for weeks in range(1, _WEEKS + 1)]
    return backtest(list(histories.values()), mondays, asked.as_of)


def _of_all(filters: Filters) -> Filters:
    """History is of everything, whatever the list is narrowed to."""
    return replace(filters, status=None, search=None, start=None, end=None, site=None)


def _histories(phases: pl.DataFrame) -> dict[tuple[str, str], History]:
    """One per account and company: an account's dates rest on its own past alone (rule 32).

    Lines of an order that went the same way are one delivery, else a large order would weigh most.
    """
    way = ("order_no", "category", "confirmed", "given_on", "until_on", "promised_on")
    deliveries = phases.unique(
        ["customer_no", "company_no", *way, "left_on", "completed"], maintain_order=True
    )
    parted = deliveries.partition_by("customer_no", "company_no", as_dict=True, maintain_order=True)
    return {
        (str(customer_no), str(company_no)): History(
            _phase(row) for row in part.iter_rows(named=True)
        )
        for (customer_no, company_no), part in parted.items()
    }


def _phase(row: dict[str, Any]) -> Phase:
    return Phase(
        group=row["category"],
        confirmed=row["confirmed"],
        given_on=row["given_on"],
        until_on=row["until_on"],
        promised_on=row["promised_on"],
        left_on=row["left_on"],
        completed=row["completed"],
    )


def _said(
    row: dict[str, Any],
    histories: dict[tuple[str, str], History],
    calendars: SiteCalendars,
    countries: dict[tuple[str, str | None], str],
    as_of: date,
) -> tuple[Any, ...]:
    customer_no, site_no = row["customer_no"], row["site_no"]
    country = countries.get((customer_no, site_no)) or countries.get((customer_no, None))
    calendar = calendars.of(customer_no, site_no, country)
    found = histories[customer_no, row["company_no"]].arrival(_phase(row), as_of)
    days = [
        day and calendar.open_from(day) for day in (found.expected, found.earliest, found.latest)
    ]
    risk = _risk(found, row)
    likely = risk is not None and risk >= LIKELY and not row["is_late"]
    return (found.promised_on, *days, found.basis.value, found.past, risk, likely)


def _risk(found: Arrival, row: dict[str, Any]) -> int | None:
    """Without history, a promise after the date that counts is late for sure."""
    if row["is_late"]:
        return 100
    if found.basis is Basis.promise:
        return 100 if found.expected > row["due_on"] else None
    return found.risk_after(row["due_on"])


def _countries(books: Books, scope: Scope, filters: Filters) -> dict[tuple[str, str | None], str]:
    """The country of each site, and under no site the customer's own."""
    return {
        (customer_no, site_no): country
        for customer_no, site_no, country in books.ask("site_countries", scope, filters).iter_rows()
    }
