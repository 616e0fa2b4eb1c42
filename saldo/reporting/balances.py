"""Balances: what is owed, by day, by open item, by age, and as a statement (rules 8 to 11, 16)."""

from __future__ import annotations

import polars as pl

from saldo.ledger.ageing import BUCKETS
from saldo.reporting.accounts import summary
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import month_to_date, year_to_date
from saldo.reporting.sorting import in_order
from saldo.warehouse import Scope


def balance(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer and currency ever used: balance, overdue, disputed, unapplied."""
    return books.ask("balance", scope, filters)


def balance_trend(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency used so far and day; the last year by default."""
    return books.ask("balance_trend", scope, year_to_date(filters))


def trend_totals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and day of change: the steps of the line over all accounts."""
    return books.ask("trend_totals", scope, year_to_date(filters))


def open_items(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per open instalment, credit note, unapplied payment or settlement (rules 8, 9, 13).

    `status` may be overdue, due_soon (within 30 days), unapplied or disputed; `bucket` one of
    the seven. Without them, `open_amount` sums to the balance per customer and currency.
    """
    return in_order(books.ask("open_items", scope, filters), filters.sort)


def ageing(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency ever used and bucket, zeros too (rule 11)."""
    return books.ask("ageing", scope, filters)


def ageing_totals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and bucket over all accounts, zeros too (rule 11)."""
    return by_bucket(summary(books, scope, filters))


def by_bucket(figures: pl.DataFrame) -> pl.DataFrame:
    """The same of a summary at hand: currency, bucket, amount, items."""
    names = pl.Series("bucket", [bucket.name for bucket in BUCKETS])
    every = figures.select("currency").join(names.to_frame(), how="cross", maintain_order="left")
    held = figures.select("currency", "ageing").explode("ageing").unnest("ageing")
    return every.join(held, on=["currency", "bucket"], how="left", maintain_order="left").select(
        "currency", "bucket", pl.col("amount").fill_null(0), pl.col("items").fill_null(0)
    )


def statement(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """Opening, movements with running balance, closing (rule 16), this month where none is asked.

    The opening row carries the day before the first day, the closing row the last day: a row's
    `balance` is the balance of its `date`. Only movements have an amount other than 0.
    """
    return books.ask("statement", scope, month_to_date(filters))
