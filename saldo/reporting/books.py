"""Books: the two stores a question is asked of, under one scope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from saldo import settings
from saldo.desk import Desk
from saldo.ledger import ageing
from saldo.ledger.typed_amounts import amounts_typed
from saldo.reporting import desk_rows
from saldo.reporting.filters import Filters
from saldo.reporting.questions import question
from saldo.warehouse import Scope, Snapshot, current
from saldo.warehouse.known import known_at

_NAMED = re.compile(r"\bdesk_[a-z_]+\b")


@dataclass(frozen=True, eq=False, slots=True)
class Books:
    """A published snapshot, and by name what people wrote at the desk (disputes and the like)."""

    snapshot: Snapshot
    desk: desk_rows.Given = desk_rows.nothing

    def ask(self, name: str, scope: Scope, filters: Filters, **more: Any) -> pl.DataFrame:
        """The answer to `sql/<name>.sql`, of the accounts in both the scope and the filters.

        `more` are parameters the filters do not hold; the relations of `desk_rows` that the
        question names are handed to it. Decimals stay Decimal.
        """
        asked = question(name)
        known = _parameters(filters) | more
        written = sorted(set(_NAMED.findall(asked.sql)) & set(desk_rows.RELATIONS))
        return self.snapshot.read(
            asked.sql,
            scope=scope.narrow(filters.customers) if filters.customers else scope,
            params={parameter: known[parameter] for parameter in asked.parameters},
            tables={relation: self.desk(relation) for relation in written},
        )


def open_books(home: Path, desk: Desk | None = None, moment: datetime | None = None) -> Books:
    """The books of a home with its desk, as known at `moment` (rule 7) or now.

    `moment` is local time of the company, as written.
    Raises `NoSnapshot`, `Unreadable`.
    """
    snapshot = current(home) if moment is None else known_at(home, moment)
    if desk is None:
        return Books(snapshot)
    return Books(snapshot, lambda name: desk_rows.rows(desk, name, moment))


def _parameters(filters: Filters) -> dict[str, Any]:
    return {
        "as_of": filters.as_of,
        "today": settings.current().today(),
        "start": filters.start,
        "end": filters.end,
        "currency": filters.currency,
        "status": filters.status or "all",
        "bucket": filters.bucket,
        "search": filters.search.casefold() if filters.search else None,
        "search_amounts": [abs(amount) for amount in amounts_typed(filters.search or "")],
        "baseline": filters.baseline or "latest_confirmed",
        "aged_by": filters.aged_by or "due",
        "buckets": [bucket.name for bucket in ageing.BUCKETS],
        "bucket_days": [bucket.first_day for bucket in ageing.BUCKETS if bucket.first_day],
        "site": filters.site,
        "category": filters.category,
        "contract": filters.contract,
        "outcome": filters.outcome,
    }
