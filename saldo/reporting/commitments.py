"""Commitments: what is agreed for the months ahead, contract by contract (rules 25, 29, 30)."""

from __future__ import annotations

from typing import Any

import polars as pl

from saldo.ledger.months import add_months, month_of
from saldo.ledger.notice import last_notice_day, term_end
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.warehouse import Scope

_TERM = {"term_end": pl.Date, "last_notice_day": pl.Date}


def contract_costs(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per customer, currency, contract and category with cost in the months ahead.

    `known` and `assumed` sum to those parts of `budget`; a row without `contract_no` is what is
    billed in advance without a contract. `term_end` is the end of the term running at `as_of`,
    `last_notice_day` the last day to end the contract with it (none where it does not renew).
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
    end = term_end(end, row["renewal_months"] or 12, filters.as_of)
    months = row["notice_months"]
    return end, None if months is None else last_notice_day(end, months)
