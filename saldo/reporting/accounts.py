"""Accounts: whose they are, the figures of the first screen, that they tie, credit limits."""

from __future__ import annotations

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import day_before, month_to_date
from saldo.warehouse import Scope

WAYS = ("balance", "statement", "open_items", "buckets")
"""The ways in which a balance is counted; all come to the same (rule 10)."""


def customers(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account: number, name, group, rep, fiscal year, currencies used."""
    return books.ask("customers", scope, filters)


def summary(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency over all accounts (rules 2, 9, 11, 14).

    balance, overdue, due_soon (due within 30 days), unapplied, disputed; open_invoiced and
    open_credits (balance = open_invoiced + unapplied; open_credits is part of unapplied); how
    many invoices and credit notes are open, invoices overdue, disputed; the oldest overdue and
    the next due date; `ageing`, a list of bucket, amount and items; the balance in all `WAYS`.
    """
    return books.ask("summary", scope, month_to_date(filters))


def tie(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: the balance in all `WAYS`, and by what they differ (rule 10)."""
    return proof(summary(books, scope, filters))


def proof(figures: pl.DataFrame) -> pl.DataFrame:
    """The same of a summary at hand."""
    difference = pl.max_horizontal(*WAYS) - pl.min_horizontal(*WAYS)
    return figures.select("currency", *WAYS, difference.cast(pl.Decimal(18, 4)).alias("difference"))


def credit_use(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account with a credit limit: the limit, its currency, what of it is used.

    `used` is the balance in that currency; other currencies count for nothing (rule 2).
    """
    return books.ask("credit_use", scope, filters)


def portfolio(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer and currency: balance, overdue, disputed, and both changes.

    The changes are since the balance before `start`, or before the month's first day.
    """
    since = day_before(filters.start or filters.as_of.replace(day=1))
    return books.ask("portfolio", scope, filters, since=since)
