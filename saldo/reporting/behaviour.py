"""Behaviour: how an account pays (rule 17), and how long its invoices stand (rule 18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import polars as pl

from saldo import settings
from saldo.ledger import behaviour as rules
from saldo.ledger.calendar import is_banking_day, next_banking_day
from saldo.ledger.months import add_months, month_of
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

MONTHS = 12
_COUNTBACK_MONTHS = 60
_DAYS = pl.Decimal(10, 1)
_OUTSTANDING: dict[str, Any] = {
    "currency": pl.String,
    "receivables": pl.Decimal(18, 4),
    "overdue": pl.Decimal(18, 4),
    "billed": pl.Decimal(18, 4),
    "simple": _DAYS,
    "countback": _DAYS,
    "best": _DAYS,
    "delinquent": _DAYS,
}
_SUMS = ("parts", "paid", "amount_days_beyond", "amount_days_to_pay")


def payment_behaviour(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account, currency and month of payment: twelve months to `as_of`, or the period.

    `paid` and in how many `parts`, `days_beyond_terms` (early below zero) and `days_to_pay` from
    the invoice date, both weighted by amount, with one decimal; and the products they come from.
    """
    end = filters.end or filters.as_of
    start = filters.start or add_months(month_of(end), 1 - MONTHS)
    asked = replace(filters, start=start, end=end, as_of=end)
    return _averaged(
        books.ask("behaviour", scope, asked, **_closed_days(books, scope, filters, start, end))
    )


def summed_up(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The same over all accounts and months, one row per currency (and `by`: "month")."""
    summed = rows.group_by("currency", *by, maintain_order=True).agg(pl.col(_SUMS).sum())
    return _averaged(summed)


def outstanding_days(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency ever billed: what is open, overdue and was billed, and the days.

    simple, countback, best possible DSO and average days delinquent (rule 18), all with VAT.
    """
    rows = books.ask(
        "outstanding", scope, filters, months=_COUNTBACK_MONTHS, window=rules.WINDOW
    ).iter_rows(named=True)
    found = []
    for _, group in groupby(rows, key=lambda row: row["currency"]):
        months = list(group)
        one = months[0]
        days = rules.outstanding(
            one["receivables"],
            one["overdue"],
            one["billed"],
            [(row["days"], row["billed_in_month"]) for row in months],
        )
        found.append(
            one
            | {
                "simple": days.simple,
                "countback": days.countback,
                "best": days.best,
                "delinquent": days.delinquent,
            }
        )
    return pl.DataFrame(
        [{name: row[name] for name in _OUTSTANDING} for row in found],
        schema=_OUTSTANDING,
        orient="row",
    )


def _averaged(sums: pl.DataFrame) -> pl.DataFrame:
    return sums.with_columns(
        pl.Series(
            name,
            [
                rules.ratio(days, paid)
                for days, paid in zip(sums[f"amount_{of}"], sums["paid"], strict=True)
            ],
            dtype=_DAYS,
        )
        for name, of in (("days_beyond_terms", "days_beyond"), ("days_to_pay", "days_to_pay"))
    )


def _closed_days(
    books: Books, scope: Scope, filters: Filters, start: date, end: date
) -> dict[str, list[Any]]:
    """Days without banking, each with the next with; none where the shift is counted.

    What was paid in the period may have been due long before it: five years are looked at.
    """
    closed: list[tuple[str, date, date]] = []
    if not settings.current().shift_counts:
        countries = set(books.ask("sellers", scope, filters)["country"])
        first = start.replace(year=start.year - 5, day=1)
        days = [first + timedelta(days=step) for step in range((end - first).days + 1)]
        closed = [
            (country, day, next_banking_day(day, country))
            for country in sorted(countries)
            for day in days
            if not is_banking_day(day, country)
        ]
    return {
        "closed_in": [country for country, _, _ in closed],
        "closed_days": [day for _, day, _ in closed],
        "open_days": [opens for _, _, opens in closed],
    }
