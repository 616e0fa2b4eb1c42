"""One contract: what it covers, its cost by month, its prices over time, the notices given."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.indexation import Clause, PriceStep, price_steps
from saldo.ledger.months import add_months, month_of
from saldo.reporting.books import Books
from saldo.reporting.contracts import contracts
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

BACK, AHEAD = 24, 24


@dataclass(frozen=True, slots=True)
class ContractKey:
    """A contract's key: the seller's company and the number as text."""

    company_no: str
    contract_no: str


def header(books: Books, scope: Scope, filters: Filters, contract: ContractKey) -> pl.DataFrame:
    """The contract's row of `contracts`, or none where no account in scope has it."""
    found = contracts(books, scope, _bare(filters, search=contract.contract_no))
    return found.filter(**asdict(contract))


def lines(books: Books, scope: Scope, filters: Filters, contract: ContractKey) -> pl.DataFrame:
    """One row per charge that has not stopped, with what it costs a month and until the end."""
    return books.ask("contract_lines", scope, _bare(filters), **asdict(contract))


def months(books: Books, scope: Scope, filters: Filters, contract: ContractKey) -> pl.DataFrame:
    """One row per month and part of the contract's cost: two years back, two years ahead.

    actual by month of service; known until the end that is committed to, then assumed (rule 30).
    """
    current = month_of(filters.as_of)
    end = month_of(books.snapshot.freshness.last_business_date or filters.as_of)
    return books.ask(
        "contract_months",
        scope,
        _bare(filters, start=add_months(current, -BACK), end=add_months(current, AHEAD)),
        scheduled_after=max(end, current),
        contract_no=contract.contract_no,
    )


def clauses(books: Books, scope: Scope, filters: Filters, contract: ContractKey) -> list[Clause]:
    """The contract's price clauses, in the order they take over (rule 24)."""
    found = books.ask("contract_terms", scope, _bare(filters), **asdict(contract))
    return [_clause(row) for row in found.iter_rows(named=True)]


def price_history(
    books: Books, scope: Scope, filters: Filters, contract: ContractKey
) -> list[PriceStep]:
    """Every change of the contract's prices up to the next one ahead (rule 24)."""
    values = books.ask("contract_index", scope, _bare(filters), **asdict(contract))
    indices: dict[str, dict[date, Decimal]] = {}
    for name, month, value in values.select("index_name", "month", "value").iter_rows():
        if value > 0:
            indices.setdefault(name, {})[month] = value
    agreed = clauses(books, scope, filters, contract)
    return price_steps(agreed, indices, add_months(filters.as_of, 12))


def notices(books: Books, scope: Scope, filters: Filters, contract: ContractKey) -> pl.DataFrame:
    """One row per notice given by `as_of`: for a machine or the whole, liable until when."""
    return books.ask("contract_notices_given", scope, _bare(filters), **asdict(contract))


def _clause(row: dict[str, Any]) -> Clause:
    by_index = row["kind"] == "index"
    return Clause(
        first_on=row["first_on"],
        index_name=row["index_name"] if by_index else None,
        base_month=row["base_month"],
        lag_months=row["lag_months"] or 0,
        fixed_percent=None if by_index else row["fixed_percent"],
        cap_percent=row["cap_percent"] if by_index else None,
        floor_percent=row["floor_percent"] if by_index else None,
    )


def _bare(filters: Filters, **more: Any) -> Filters:
    """Filters that leave the contract in, without those of a list."""
    return Filters(
        as_of=filters.as_of, customers=filters.customers, known_at=filters.known_at, **more
    )
