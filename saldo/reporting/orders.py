"""Orders: lines and how far they have come, promises and slips, on time by named baseline."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from saldo.ledger.delivery import business_days_late
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import weeks_around, year_to_date
from saldo.warehouse import Scope


def orders(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per order line placed by `as_of`, as it stood then, late ones first.

    `status` chooses open, late, slipped (open and moved), delivered, cancelled, all, or due: what
    on time is counted over. The period is of order dates, with `due` of the baseline's (the last
    year where none is asked). `due_on` is the date by `baseline` (default latest confirmed), the
    requested one where none was confirmed; `late_days` are calendar days after it, until complete
    or `as_of`, 0 when in time; `late_business_days` the same by the site's calendar, the last day
    counted (rule 22).
    """
    found = books.ask("orders", scope, _in_period(filters))
    late = [
        business_days_late(due, done or filters.as_of, country) if days else days
        for due, done, country, days in found.select(
            "due_on", "completed", "country", "late_days"
        ).iter_rows()
    ]
    return found.with_columns(pl.Series("late_business_days", late, pl.Int32))


def late_now(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The rows of `orders` not complete although the date has passed (rule 20)."""
    return orders(books, scope, replace(filters, status="late"))


def promises(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per date promised for the lines that `orders` lists, in the order given (rule 19)."""
    return books.ask("promises", scope, _in_period(filters))


def order_counts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per measure: how many lines are open, late, slipped, delivered, and what comes next.

    Of the lines that the filters choose, whatever status they ask for. `slipped` and
    `slipped_twice` are open ones; `next_due` is the nearest date of those not late.
    """
    return books.ask("order_counts", scope, replace(filters, status=None))


def sites(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer and site that order lines placed by `as_of` go to."""
    return books.ask("order_sites", scope, filters)


def on_time(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per baseline and measure: lines due in the period, complete in time, complete.

    `measure` is delivered, or shipped where a source knows shipments only (rule 20). The last
    year where no period is asked.
    """
    return books.ask("on_time", scope, year_to_date(filters))


def delivery_weeks(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per ISO week (its Monday) and measure: lines due, in time, late, late now, to come.

    Twelve weeks back and eight ahead where no period is asked.
    """
    return books.ask("delivery_weeks", scope, weeks_around(filters))


def _in_period(filters: Filters) -> Filters:
    return year_to_date(filters) if filters.status == "due" else filters
