"""Change requests: what was asked for, decided, and whether the sources show it since."""

from __future__ import annotations

from datetime import date

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


def change_requests(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per requested change, those to decide first, then those outstanding.

    `state`: asked, approved (its day lies ahead), outstanding (approved, but the sources read
    since do not show it, for `outstanding_days`), done (they do, since `shown_on`), declined,
    withdrawn. `status` chooses open (the first three), one of them, or all.
    """
    return books.ask("change_requests", scope, filters, seen_on=seen_on(books, filters))


def change_list(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The rows of `change_requests` without our own keys, for a file."""
    return change_requests(books, scope, filters).drop("id", "asked_by")


def change_events(books: Books, scope: Scope, filters: Filters, request_id: int) -> pl.DataFrame:
    """One row per thing that happened to a request: when, what, who, with which words."""
    return books.ask("change_events", scope, filters, request_id=request_id)


def seen_on(books: Books, filters: Filters) -> date:
    """The day the sources were last read: what they do not show then is outstanding."""
    return max(books.snapshot.freshness.loaded_at.date(), filters.as_of)
