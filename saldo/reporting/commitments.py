"""Commitments: what is agreed for the months ahead, contract by contract (rules 25, 29, 30)."""

from __future__ import annotations

from typing import Any

import polars as pl

from saldo.ledger.months import add_months, month_of
from saldo.ledger.notice import committed_to, last_notice_day, term_end
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.warehouse import Scope

_TERM = {"term_end": pl.Date, "last_notice_day": pl.Date}


def contract_costs(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency, contract and category with cost in the months ahead.

    `known` and `assumed` sum to those parts of `budget`; a row without `contract_no` is what is
    billed in advance without a contract. `term_end` is the first end that notice given at `as_of`
    still reaches, `last_notice_day` the last day for it (none where it does not renew).
    """
    horizon = Horizon.of(filters)
    end = month_of(books.snapshot.freshness.last_business_date or filters.as_of)
    found = books.ask(
        "contract_costs",
        scope,
        filters,
        start=max(horizon.first, add_months(horizon.current, 1)),
        end=horizon.last,
        scheduled_after=max(end, horizon.current),
    )
    if filters.category:
        found = found.filter(category=filters.category)
    terms = [_term(row, filters) for row in found.iter_rows(named=True)]
    return found.drop("end_on", "renewal_months", "notice_months").hstack(
        pl.DataFrame(terms, schema=_TERM, orient="row")
    )


def _term(row: dict[str, Any], filters: Filters) -> tuple[Any, Any]:
    end = row["end_on"]
    if end is None or not row["renews"]:
        return end, None
    step, months = row["renewal_months"] or 12, row["notice_months"]
    if months is None:
        return term_end(end, step, filters.as_of), None
    end = committed_to(end, step, months, filters.as_of)
    return end, last_notice_day(end, months)
