"""Balances: what is owed, by day, by open item, by age, and as a statement (rules 8 to 11, 16)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from saldo.ledger.ageing import BUCKETS, Bucket, bucket_of, intervals
from saldo.reporting.accounts import summary
from saldo.reporting.books import Books
from saldo.reporting.filters import STEPS, Filters
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
    """One row per customer, currency ever used and bucket, zeros too (rule 11).

    The seven buckets, or the intervals that `steps` asks for.
    """
    rows = books.ask("ageing", scope, filters)
    if filters.steps in (None, STEPS[0]):
        return rows
    buckets = intervals_of(filters.steps)
    days = books.ask("ageing_days", scope, filters)
    named = {late: bucket_of(late, buckets) for late in days["days"].unique()}
    held = (
        days.with_columns(bucket=pl.Series([named[late] for late in days["days"]], dtype=pl.String))
        .group_by("customer_no", "currency", "bucket")
        .agg(pl.col("amount").sum().cast(pl.Decimal(18, 4)), pl.col("items").sum())
    )
    accounts = rows.select("customer_no", "currency").unique(maintain_order=True)
    return _all_buckets(accounts, held, buckets)


def intervals_of(steps: str) -> tuple[Bucket, ...]:
    """The buckets of one of `STEPS`."""
    count, length = steps.split("x")
    return intervals(int(count), int(length))


def ageing_totals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency and bucket over all accounts, zeros too (rule 11)."""
    return by_bucket(summary(books, scope, filters))


def by_bucket(figures: pl.DataFrame) -> pl.DataFrame:
    """The same of a summary at hand: currency, bucket, amount, items."""
    held = figures.select("currency", "ageing").explode("ageing").unnest("ageing")
    return _all_buckets(figures.select("currency"), held, BUCKETS)


def ageing_view(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The same over all accounts: one row per currency and bucket or interval, zeros too."""
    return (
        ageing(books, scope, filters)
        .group_by("currency", "bucket", maintain_order=True)
        .agg(pl.col("amount").sum().cast(pl.Decimal(18, 4)), pl.col("items").sum())
        .sort("currency", maintain_order=True)
    )


def _all_buckets(
    places: pl.DataFrame, held: pl.DataFrame, buckets: Sequence[Bucket]
) -> pl.DataFrame:
    names = pl.DataFrame({"bucket": [bucket.name for bucket in buckets]})
    every = places.join(names, how="cross", maintain_order="left")
    return every.join(held, on=every.columns, how="left", maintain_order="left").select(
        *every.columns, pl.col("amount").fill_null(0), pl.col("items").fill_null(0)
    )


def statement(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """Opening, movements with running balance, closing (rule 16), this month where none is asked.

    The opening row carries the day before the first day, the closing row the last day: a row's
    `balance` is the balance of its `date`. Only movements have an amount other than 0.
    """
    return books.ask("statement", scope, month_to_date(filters))
