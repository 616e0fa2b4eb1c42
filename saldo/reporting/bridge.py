"""Bridge: why a balance changed between two days, step by step, and the rows of a step."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import month_to_date
from saldo.warehouse import Scope

MOVES = (
    "invoices",
    "interest_invoices",
    "credit_notes",
    "payments",
    "other_settlements",
    "transfers",
    "exchange",
)
"""What moves a balance, in the order of the bridge."""

STEPS = ("opening", *MOVES, "closing")


def changes(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and step from the opening to the closing balance, zeros too.

    Of the asked period, else of the month up to `as_of`: the opening balance is that of the day
    before the first day, the closing balance that of the last (rule 16).
    """
    return books.ask("changes", scope, _period(filters), steps=list(STEPS))


def bridge_rows(
    books: Books, scope: Scope, filters: Filters, step: str | None = None
) -> pl.DataFrame:
    """One row per ledger entry of the period behind a step, or behind all of them."""
    return books.ask("bridge_rows", scope, _period(filters), step=step)


def _period(filters: Filters) -> Filters:
    period = month_to_date(filters)
    return replace(period, as_of=period.end or filters.as_of)
