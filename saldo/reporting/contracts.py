"""Contracts: what they cover and cost, what is committed, notice deadlines (rules 24, 25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

SOON = timedelta(days=30)
YEAR = timedelta(days=365)


def contracts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per contract, those whose notice falls due first on top.

    `status` chooses current (not ended), notice (last notice day within a year), ended or all.
    `term_end` is the first last day that notice given at `as_of` still reaches (none without an
    end and a notice period), `last_notice_day` the last day to give it (rule 25). Without VAT:
    `monthly_amount` now, `billed` so far and in the last 365 days, `committed` from the day after
    `as_of` to `term_end`, `renewal_cost` of the term that follows where nobody gives notice.
    """
    return books.ask("contracts", scope, filters, category=filters.category)


def contract_counts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: contracts by status, and the sums of those that have not ended."""
    return books.ask("contract_counts", scope, replace(filters, status=None), category=None)


def contract_deadlines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per self-renewing contract whose last notice day lies ahead, most money first.

    Of the asked period, else of the year from `as_of`. `renewal_cost` is the cost of doing
    nothing: one renewal term's charges, without VAT, at the prices known (rules 24, 25).
    """
    end = filters.end or (filters.start or filters.as_of) + YEAR
    asked = replace(filters, start=filters.start or filters.as_of, end=end)
    return books.ask("contract_deadlines", scope, asked, category=filters.category)


def notice_deadlines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The rows of `contract_deadlines` of the 30 days from `as_of`, the soonest first."""
    near = replace(filters, start=filters.as_of, end=filters.as_of + SOON)
    return contract_deadlines(books, scope, near).sort("last_notice_day", "contract_no")


def contract_sites(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per site that a contract covers: `site_no`, `site_name`."""
    return books.ask("contract_sites", scope, filters)
