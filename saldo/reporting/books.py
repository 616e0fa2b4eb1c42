"""Books: the two stores a question is asked of, under one scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from saldo import settings
from saldo.ledger import ageing
from saldo.reporting.filters import Filters
from saldo.reporting.questions import question
from saldo.warehouse import Scope, Snapshot, current
from saldo.warehouse.known import known_at

_AMOUNT = pl.Decimal(18, 4)

NO_DISPUTES = pl.DataFrame(
    schema={
        "company_no": pl.String,
        "class": pl.String,
        "invoice_no": pl.String,
        "line_no": pl.String,
        "customer_no": pl.String,
        "amount": _AMOUNT,
        "opened_on": pl.Date,
        "closed_on": pl.Date,
        "reason": pl.String,
    }
)


@dataclass(frozen=True, eq=False, slots=True)
class Books:
    """A published snapshot and the disputes raised at the desk (rule 14)."""

    snapshot: Snapshot
    desk_disputes: pl.DataFrame = field(default_factory=lambda: NO_DISPUTES)

    def ask(self, name: str, scope: Scope, filters: Filters, **more: Any) -> pl.DataFrame:
        """The answer to `sql/<name>.sql`, of the accounts in both the scope and the filters.

        `more` are parameters the filters do not hold; a relation the question names
        `desk_disputes` is the desk's. Decimals stay Decimal.
        """
        asked = question(name)
        known = _parameters(filters) | more
        return self.snapshot.read(
            asked.sql,
            scope=scope.narrow(filters.customers) if filters.customers else scope,
            params={parameter: known[parameter] for parameter in asked.parameters},
            tables={"desk_disputes": self._disputes()} if "desk_disputes" in asked.sql else None,
        )

    def _disputes(self) -> pl.DataFrame:
        """The desk's disputes in the columns and types that the questions read."""
        given = self.desk_disputes
        return given.select(
            pl.col(name).cast(kind) if name in given.columns else pl.lit(None, kind).alias(name)
            for name, kind in NO_DISPUTES.schema.items()
        )


def open_books(
    home: Path, raised: Sequence[Mapping[str, Any]] = (), moment: datetime | None = None
) -> Books:
    """The books of a home with the desk's disputes, as known at `moment` (rule 7) or now.

    `moment` is local time of the company, as written.
    Raises `NoSnapshot`, `Unreadable`.
    """
    if moment is None:
        return Books(current(home), pl.DataFrame(list(raised), infer_schema_length=None))
    told = moment.replace(tzinfo=settings.current().timezone)
    known = [row for row in raised if row["raised_at"] <= told]
    return Books(known_at(home, moment), pl.DataFrame(known, infer_schema_length=None))


def _parameters(filters: Filters) -> dict[str, Any]:
    return {
        "as_of": filters.as_of,
        "start": filters.start,
        "end": filters.end,
        "currency": filters.currency,
        "status": filters.status or "all",
        "bucket": filters.bucket,
        "search": filters.search.casefold() if filters.search else None,
        "baseline": filters.baseline or "latest_confirmed",
        "aged_by": filters.aged_by or "due",
        "buckets": [bucket.name for bucket in ageing.BUCKETS],
        "bucket_days": [bucket.first_day for bucket in ageing.BUCKETS if bucket.first_day],
        "site": filters.site,
        "contract": filters.contract,
        "outcome": filters.outcome,
    }
