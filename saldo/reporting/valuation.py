"""Valuation: what is open, in one reporting currency; a figure of its own, never the balance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.money import round_amount
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_AMOUNT = pl.Decimal(18, 4)
_SCHEMA: dict[str, Any] = {
    "customer_no": pl.String,
    "currency": pl.String,
    "open_amount": _AMOUNT,
    "rate": pl.Decimal(18, 8),
    "rate_date": pl.Date,
    "reporting_currency": pl.String,
    "value": _AMOUNT,
    "booked_value": _AMOUNT,
    "unrealised": _AMOUNT,
}


def reporting_value(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account and currency with something open: its value in another (rule 2).

    `value` = open amount × the latest rate up to `as_of`, `unrealised` = open × (that rate − the
    booked rate), each rounded once. Null where a rate is missing. The reporting
    currency is the seller's own unless `into` asks for one.
    """
    currency = filters.into or _accounted_in(books, scope, filters)
    if currency is None:
        return pl.DataFrame(schema=_SCHEMA)
    rows = books.ask("valued", scope, filters, into=currency).iter_rows(named=True)
    return pl.DataFrame([_valued(row, currency) for row in rows], schema=_SCHEMA, orient="row")


def _accounted_in(books: Books, scope: Scope, filters: Filters) -> str | None:
    for seller in books.ask("sellers", scope, filters).iter_rows(named=True):
        if seller["currency"]:
            return str(seller["currency"])
    return None


def _valued(row: dict[str, Any], into: str) -> dict[str, Any]:
    rate: Decimal | None = row["rate"]
    exact = None if rate is None else row["open_amount"] * rate
    booked = None if row["unrated"] or row["booked"] is None else row["booked"]
    difference = None
    if exact is not None and booked is not None:
        difference = round_amount(exact - booked, into)
    return {
        "customer_no": row["customer_no"],
        "currency": row["currency"],
        "open_amount": row["open_amount"],
        "rate": rate,
        "rate_date": row["rate_date"],
        "reporting_currency": into,
        "value": None if exact is None else round_amount(exact, into),
        "booked_value": None if booked is None else round_amount(booked, into),
        "unrealised": difference,
    }
