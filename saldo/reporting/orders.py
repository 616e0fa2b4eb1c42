"""Orders: lines and how far they have come, promises and slips, on time by named baseline."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from saldo.reporting.arrivals import arrivals
from saldo.reporting.books import Books
from saldo.reporting.filters import BASELINES, Filters
from saldo.reporting.periods import weeks_around, year_to_date
from saldo.reporting.site_calendars import site_calendars
from saldo.warehouse import Scope

_KEY = ("customer_no", "company_no", "order_no", "line_no")


def orders(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per order line placed by `as_of`, as it stood then, late ones first.

    `status` chooses open, late, at_risk (not late, more likely than not to be), slipped (open and
    moved), delivered, cancelled, all, due (what on time is counted over) or planned (what falls
    due). The period is of order dates, with `due` and `planned` of the baseline's (the last year
    where none is asked). `due_on` is the date by `baseline` (default latest confirmed), the
    requested one where none was confirmed; `late_days` are calendar days after it, until complete
    or `as_of`, 0 when in time; `late_business_days` the same by the site's calendar, the last day
    counted (rule 22).
    """
    asked = _in_period(filters)
    found = books.ask("orders", scope, asked)
    if filters.status == "at_risk":
        risky = arrivals(books, scope, filters).filter("at_risk")
        found = found.join(risky, on=_KEY, how="semi", maintain_order="left")
    calendars = site_calendars(books, scope, asked)
    late = [
        calendars.of(customer_no, site_no, country).business_days(due, done or filters.as_of)
        if days
        else days
        for customer_no, site_no, country, due, done, days in found.select(
            "customer_no", "site_no", "country", "due_on", "completed", "late_days"
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
    """One row per baseline and measure: lines due in the period, complete in time, in part, now.

    `on_time` is on time and in full: all of it by the day; `partly` some of it, `in_full` all of
    it by now. `measure` is delivered, or shipped where a source knows shipments only (rule 20).
    The last year where no period is asked.
    """
    found = summed(on_time_parts(books, scope, filters), "baseline")
    return found.sort("measure", pl.col("baseline").cast(pl.Enum(BASELINES)))


def on_time_parts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The same per account, month, product group and site."""
    return books.ask("on_time", scope, year_to_date(filters))


def summed(parts: pl.DataFrame, *by: str) -> pl.DataFrame:
    """One row per measure and value of `by`: what on time counts, over the rows of the parts."""
    counts = pl.col("lines", "on_time", "partly", "in_full").sum()
    return parts.group_by("measure", *by).agg(counts).sort("measure", *by)


def delivery_weeks(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per account, site, ISO week (its Monday) and measure: what became of its lines.

    Lines due, in time, late, late now, to come. Twelve weeks back and eight ahead where no period
    is asked.
    """
    return books.ask("delivery_weeks", scope, weeks_around(filters))


def _in_period(filters: Filters) -> Filters:
    return year_to_date(filters) if filters.status in ("due", "planned") else filters
