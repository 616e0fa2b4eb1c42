"""Line reports: payments, invoice lines and machine charges laid out for close and budget."""

from __future__ import annotations

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


def payments_settled(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per part of a payment set against a document, one for what of it is unapplied.

    The parts sum to the payment; `part` is settled or unapplied. The period is of payment dates.
    """
    return books.ask("payments_settled", scope, filters)


def budget_lines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per invoice line whose service period meets the asked one, without VAT (rule 28).

    `period_amount` is the line's part in the asked period by days; the whole line where no period
    is asked. A line without a service period counts on its invoice date.
    """
    return books.ask("budget_lines", scope, filters)


def analysis_lines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per document line, flat for a pivot: names beside numbers, months, fiscal years."""
    return books.ask("analysis_lines", scope, filters)


def billed_installed(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per line that bills a machine, right or wrong, and per machine never billed.

    Billed days beside billable days, and billed less correct, without VAT (rules 26, 27).
    """
    return books.ask("billed_installed", scope, filters)
