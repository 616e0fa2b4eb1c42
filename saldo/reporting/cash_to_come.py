"""Cash to come: the invoices not written yet, when they will be billed and paid, incl. VAT."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from saldo.forecast.histories import Matrix, Vector
from saldo.forecast.pools import PATHS
from saldo.ledger.money import ZERO
from saldo.ledger.months import add_months, month_of
from saldo.reporting.books import Books
from saldo.reporting.budget import Outlook, outlook
from saldo.reporting.cash import dates_of
from saldo.reporting.filters import Filters
from saldo.reporting.payment_weeks import Weeks
from saldo.warehouse import Scope

_MONTHS = 4
Account = tuple[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class Billing:
    """What an account is billed in one month to come, with its drawn errors and weeks of payment.

    `shares` is the part of it that is paid in each week, and after them.
    """

    amount: float
    errors: Vector
    shares: Vector

    @property
    def paths(self) -> Matrix:
        """PATHS × weeks."""
        paths: Matrix = np.maximum(self.amount + self.errors, 0)[:, None] * self.shares
        return paths


def to_come(
    books: Books, scope: Scope, filters: Filters, weeks: Weeks
) -> dict[Account, list[Billing]]:
    """Per account and currency its billings of this month and the next four.

    The budget's months ahead with VAT: contract charges in the month their period begins, open
    orders, the run-rate; on the account's usual days of a month, paid as it usually pays.
    """
    last = add_months(month_of(filters.as_of), _MONTHS)
    asked = replace(filters, start=None, end=last, category=None)
    found = outlook(books, scope, asked)
    billed, errors = _to_bill(books, scope, asked, found), _errors(found)
    rhythms = books.ask("billing_rhythm", scope, filters)
    months = [add_months(month_of(filters.as_of), step) for step in range(_MONTHS + 1)]
    issued, keys = _issues(rhythms, months, filters.as_of)
    if not keys:
        return {}
    shares = weeks.shares(dates_of(books, scope, filters, issued).days)
    with_vat = {(no, code): ratio for no, code, _, _, ratio in rhythms.iter_rows()}
    billings: defaultdict[Account, list[Billing]] = defaultdict(list)
    for (account, month), mean in _means(keys, shares).items():
        amount = float(billed.get((account, month), ZERO)) * with_vat[account]
        off = errors.get((account, month), np.zeros(PATHS)) * with_vat[account]
        if amount or off.any():
            billings[account].append(Billing(amount, off, mean))
    return dict(billings)


def _means(keys: list[tuple[Account, date]], shares: Matrix) -> dict[tuple[Account, date], Vector]:
    """Per account and month of billing the mean share of each week."""
    grouped: defaultdict[tuple[Account, date], list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        grouped[key].append(row)
    return {key: shares[rows].mean(axis=0) for key, rows in grouped.items()}


def _to_bill(
    books: Books, scope: Scope, filters: Filters, found: Outlook
) -> dict[tuple[Account, date], Decimal]:
    """Per account and month what will be billed in it, without VAT."""
    amounts: defaultdict[tuple[Account, date], Decimal] = defaultdict(Decimal)
    charges = books.ask("charges_to_bill", scope, filters)
    for customer_no, currency, _, month, amount in charges.iter_rows():
        amounts[(customer_no, currency), month] += amount
    coming = found.rows.filter(pl.col("part").is_in(["ordered", "statistical"]))
    for row in coming.select("customer_no", "currency", "month", "amount").iter_rows():
        amounts[(row[0], row[1]), row[2]] += row[3]
    return dict(amounts)


def _errors(found: Outlook) -> dict[tuple[Account, date], Vector]:
    errors: dict[tuple[Account, date], Vector] = {}
    for row, series in enumerate(found.estimates.series):
        paths = found.paths(row)
        for step, month in enumerate(found.horizon.steps):
            key = (series.customer_no, series.currency), month
            errors[key] = errors.get(key, 0.0) + paths[:, step]
    return errors


def _issues(
    rhythms: pl.DataFrame, months: list[date], as_of: date
) -> tuple[pl.DataFrame, list[tuple[Account, date]]]:
    """The invoices to come, as rows like open ones: each account's usual days of each month."""
    rows, keys = [], []
    for customer_no, currency, days, terms, _ in rhythms.iter_rows():
        for month in months:
            following = add_months(month, 1)
            for day in days:
                issue = min(month + timedelta(days=day - 1), following - timedelta(days=1))
                issue = max(issue, as_of + timedelta(days=1))
                rows.append((customer_no, issue, issue + timedelta(days=int(terms)), False))
                keys.append(((customer_no, currency), month))
    schema = {
        "customer_no": pl.String,
        "issue_date": pl.Date,
        "due_date": pl.Date,
        "is_disputed": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row"), keys
