"""Payments: what was paid, what it settled, what is unapplied (rules 8, 9)."""

from __future__ import annotations

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


def payments(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per payment, refund or returned payment, newest first.

    Received is above zero, given back below; amount = applied + unapplied. `status` unapplied
    keeps those with a rest.
    """
    return books.ask("payments", scope, filters)


def payment_allocations(
    books: Books, scope: Scope, filters: Filters, *, company_no: str, payment_no: str
) -> pl.DataFrame:
    """One row per part of the payment set against a document by `as_of`."""
    return books.ask(
        "payment_allocations", scope, filters, company_no=company_no, payment_no=payment_no
    )
