"""Accounts: whose they are, the figures of the first screen, what changed, that they tie."""

from __future__ import annotations

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import day_before, month_to_date
from saldo.warehouse import Scope


def customers(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account: number, name, group, rep, fiscal year, currencies used."""
    return books.ask("customers", scope, filters)


def summary(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency over all accounts (rules 2, 9, 11, 14).

    balance, overdue, due_soon (due within 30 days), unapplied, disputed; open_invoiced and
    open_credits (balance = open_invoiced + unapplied; open_credits is part of unapplied); how
    many invoices are open, overdue, disputed; the oldest overdue and the next due date.
    """
    return books.ask("summary", scope, filters)


def tie(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: ledger, open items and buckets, and their difference (rule 10)."""
    return books.ask("tie", scope, filters)


def changes(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and step from the opening balance to the balance at `as_of`.

    Since `start`, or since the month's first day. Steps: opening, invoices, credit_notes,
    payments, other_settlements, transfers, closing.
    """
    return books.ask("changes", scope, month_to_date(filters))


def portfolio(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer and currency: balance, overdue, disputed, and both changes.

    The changes are since the balance before `start`, or before the month's first day.
    """
    since = day_before(filters.start or filters.as_of.replace(day=1))
    return books.ask("portfolio", scope, filters, since=since)
