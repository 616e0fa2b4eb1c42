"""Cash: when each open invoice is expected to be paid, incl. VAT (rule 28)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from saldo.forecast.payment_dates import (
    UNTAUGHT,
    Open,
    PaymentDates,
    Pool,
    day_numbers,
    on_weekdays,
    payment_dates,
)
from saldo.ledger.money import ZERO
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_EPOCH = date(2000, 1, 1)
_MONEY = pl.Decimal(18, 4)
_NAMES = (
    *("customer_no", "company_no", "class", "document_no", "instalment_no", "issue_date"),
    *("due_date", "currency", "open_amount", "days_overdue", "is_disputed"),
)


@dataclass(frozen=True, eq=False, slots=True)
class Expected:
    """The open invoices, one row each, with what is left to pay of them and their payment dates.

    `credit` is, per account and currency, the credit that no open invoice is left for.
    """

    invoices: pl.DataFrame
    dates: PaymentDates
    credit: dict[tuple[str, str], Decimal]


def expected_payments(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per open invoice or instalment: what is left to pay of it, and when it likely is.

    `set_off` is what open credit notes and unapplied payments of the account cover of it, the
    oldest due first; `to_pay` the rest. `p10`, `p50`, `p90` are weekdays by which it is paid with
    that probability, `late_probability` that of a day after the due date, in
    percent. In order of p50.
    """
    found = expected(books, scope, filters)
    dates = [
        pl.Series(name, _days(found.dates, share), pl.Date)
        for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))
    ]
    late = [Decimal(round(1000 * float(share))) / 10 for share in found.dates.late()]
    return found.invoices.with_columns(
        *dates, pl.Series("late_probability", late, pl.Decimal(5, 1))
    ).sort("p50", "due_date", "customer_no", "document_no", "instalment_no", nulls_last=True)


def expected(books: Books, scope: Scope, filters: Filters) -> Expected:
    """The open invoices with their payment dates, as seen at the end of `as_of`."""
    asked = replace(filters, status=None, search=None, bucket=None)
    items = books.ask("open_items", scope, asked).select(_NAMES)
    invoices = items.filter(pl.col("due_date").is_not_null(), pl.col("open_amount") > 0)
    invoices = invoices.sort("customer_no", "currency", "due_date", "issue_date", "document_no")
    rest = items.join(invoices, on=_NAMES, how="anti", nulls_equal=True)
    left, set_off = _set_off(invoices, _credits(rest))
    invoices = invoices.with_columns(
        pl.Series("set_off", set_off, _MONEY),
        pl.Series(
            "to_pay",
            [a - b for a, b in zip(invoices["open_amount"], set_off, strict=True)],
            _MONEY,
        ),
    )
    return Expected(invoices, dates_of(books, scope, filters, invoices), left)


def dates_of(books: Books, scope: Scope, filters: Filters, invoices: pl.DataFrame) -> PaymentDates:
    """The payment dates of rows with customer_no, issue_date, due_date and is_disputed."""
    pools = books.ask("payment_pool", scope, filters)
    habits = books.ask("paying_habits", scope, filters)
    rows = invoices.join(habits, on="customer_no", how="left", maintain_order="left")
    known = Open(
        issued=day_numbers(rows["issue_date"].to_list()),
        due=day_numbers(rows["due_date"].to_list()),
        disputed=rows["is_disputed"].to_numpy().astype(bool),
        paid=rows["invoices"].fill_null(0).cast(pl.Float64).to_numpy(),
        mean=rows["days"].fill_null(0.0).to_numpy(),
    )
    pool = Pool.of(pools.row(0, named=True)) if pools.height else UNTAUGHT
    return payment_dates(pool, known, day_numbers([filters.as_of])[0])


def _credits(items: pl.DataFrame) -> dict[tuple[str, str], Decimal]:
    """What each account has to its credit: what is open and is no invoice to pay."""
    sums = items.group_by("customer_no", "currency").agg(pl.col("open_amount").sum())
    return {(no, currency): -amount for no, currency, amount in sums.iter_rows() if amount < 0}


def _set_off(
    invoices: pl.DataFrame, credit: dict[tuple[str, str], Decimal]
) -> tuple[dict[tuple[str, str], Decimal], list[Decimal]]:
    """What is left of the credits, and what of each invoice they cover, the oldest due first."""
    left, covered = dict(credit), []
    for account_no, currency, amount in invoices.select(
        "customer_no", "currency", "open_amount"
    ).iter_rows():
        part = min(left.get((account_no, currency), ZERO), amount)
        covered.append(part)
        if part:
            left[account_no, currency] -= part
    return left, covered


def _days(dates: PaymentDates, share: float) -> list[date]:
    return [_EPOCH + timedelta(days=int(day)) for day in on_weekdays(dates.at(share))]
