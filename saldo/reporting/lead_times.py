"""Lead times: from order and from confirmation to delivery, in calendar and business days."""

from __future__ import annotations

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.periods import year_to_date
from saldo.reporting.site_calendars import site_calendars
from saldo.warehouse import Scope

DAYS = ("order_days", "order_business_days", "confirmed_days", "confirmed_business_days")


def lead_times(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per order line complete in the period (the last year where none is asked).

    `order_days` are calendar days from the order to the day all of it was delivered (`measure`
    shipped: shipped), `confirmed_days` from the first confirmation; `…_business_days` the same by
    the site's calendar. The first day does not count, the last one does (rule 22).
    """
    asked = year_to_date(filters)
    found = books.ask("lead_times", scope, asked)
    calendars = site_calendars(books, scope, asked)
    rows = []
    for row in found.iter_rows(named=True):
        calendar = calendars.of(row["customer_no"], row["site_no"], row["country"])
        end = row["completed"]
        counted: list[int | None] = []
        for start in (row["ordered_on"], row["confirmed_on"]):
            counted += (
                [None, None]
                if start is None
                else [(end - start).days, calendar.business_days(start, end)]
            )
        rows.append(counted)
    return found.hstack(
        pl.DataFrame(rows, schema=dict.fromkeys(DAYS, pl.Int32), orient="row").get_columns()
    )


def usual_lead_times(times: pl.DataFrame, *by: str) -> pl.DataFrame:
    """One row per measure and value of `by`: how many lines, and the middle of their days.

    Of an even number the later of the two in the middle, a day that was.
    """
    middle = [
        pl.col(name)
        .drop_nulls()
        .sort()
        .get(pl.col(name).drop_nulls().len() // 2, null_on_oob=True)
        .alias(name)
        for name in DAYS
    ]
    return times.group_by("measure", *by).agg(pl.len().alias("lines"), *middle).sort("measure", *by)
