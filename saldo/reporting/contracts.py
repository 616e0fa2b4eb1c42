"""Contracts: the notice deadlines to come, and what doing nothing costs (rule 25)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import polars as pl

from saldo.ledger.money import ZERO, prorate
from saldo.ledger.notice import last_notice_day, term_end
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

SOON = timedelta(days=30)
_SCHEMA: dict[str, Any] = {
    "customer_no": pl.String,
    "company_no": pl.String,
    "contract_no": pl.String,
    "name": pl.String,
    "currency": pl.String,
    "term_end": pl.Date,
    "last_notice_day": pl.Date,
    "renewal_cost": pl.Decimal(18, 4),
}


def notice_deadlines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per self-renewing contract whose last notice day is within 30 days of `as_of`.

    `renewal_cost` is the cost of doing nothing: one renewal term's charges, without VAT, before
    indexation. The soonest first.
    """
    terms = books.ask("contract_terms", scope, filters).iter_rows(named=True)
    contracts = groupby(terms, key=lambda row: (row["company_no"], row["contract_no"]))
    soon = [
        deadline
        for _, charges in contracts
        if _is_soon(deadline := _deadline(list(charges), filters.as_of), filters.as_of)
    ]
    return pl.DataFrame(soon, schema=_SCHEMA, orient="row").sort("last_notice_day", "contract_no")


def _deadline(charges: list[dict[str, Any]], as_of: date) -> dict[str, Any]:
    contract = charges[0]
    end = term_end(contract["end_on"], contract["renewal_months"], as_of)
    return {name: contract[name] for name in _SCHEMA if name in contract} | {
        "term_end": end,
        "last_notice_day": last_notice_day(end, contract["notice_months"]),
        "renewal_cost": sum((_renewal(charge) for charge in charges), ZERO),
    }


def _renewal(charge: dict[str, Any]) -> Decimal:
    return prorate(
        charge["per_period"], charge["renewal_months"], charge["period_months"], charge["currency"]
    )


def _is_soon(deadline: dict[str, Any], as_of: date) -> bool:
    day: date = deadline["last_notice_day"]
    return as_of <= day <= as_of + SOON
