"""Calendar: what falls due on which day and in which week, and when it is to be paid (rule 15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from saldo.ledger.calendar import last_banking_day
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_SCHEMA: dict[str, Any] = {
    "customer_no": pl.String,
    "currency": pl.String,
    "week": pl.Date,
    "due_date": pl.Date,
    "last_banking_day": pl.Date,
    "amount": pl.Decimal(18, 4),
    "items": pl.Int64,
    "is_overdue": pl.Boolean,
}


def due_calendar(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account, currency and due date of open invoices, overdue ones too (rule 11).

    `week` is the Monday of the due date's week, `last_banking_day` the last one on or before the
    due date where the seller banks.
    """
    rows = [
        {
            "customer_no": row["customer_no"],
            "currency": row["currency"],
            "week": row["due_date"] - timedelta(days=row["due_date"].weekday()),
            "due_date": row["due_date"],
            "last_banking_day": last_banking_day(row["due_date"], row["country"]),
            "amount": row["amount"],
            "items": row["items"],
            "is_overdue": row["due_date"] < filters.as_of,
        }
        for row in books.ask("due_dates", scope, filters).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
