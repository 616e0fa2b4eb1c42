"""Decisions on findings of the billing check: who accepted, contested or postponed which, and why.

The last decision on a finding holds; the earlier ones stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from saldo.desk import audit
from saldo.desk.claims_tables import decisions
from saldo.desk.store import Desk
from saldo.desk.tables import people


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it stands when it is decided on; `amount` is what was at stake."""

    finding: str
    customer_no: str
    company_no: str
    outcome: str
    serial_no: str
    contract_no: str | None
    invoice_no: str | None
    line_no: str | None
    currency: str | None
    amount: Decimal


def decide(
    desk: Desk,
    found: Sequence[Found],
    *,
    decision: str,
    until: date | None = None,
    reason: str = "",
    by: int,
    at: datetime,
) -> None:
    """Keep one decision on these findings, all or none."""
    said = {
        "decision": decision, "until": until, "reason": reason,
        "decided_by": by, "decided_at": at,
    }  # fmt: skip
    with desk.writing(changes_answers=True) as connection:
        connection.execute(insert(decisions), [asdict(each) | said for each in found])
        for each in found:
            audit.record(
                connection,
                at=at,
                person_id=by,
                action=f"finding {decision}",
                subject=each.finding,
                detail=reason,
            )


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every decision, the oldest first, one dict per row, columns by name.

    Columns: those of the table, and decided_by_name.
    """
    asked = (
        select(decisions, people.c.name.label("decided_by_name"))
        .join(people, people.c.id == decisions.c.decided_by)
        .order_by(decisions.c.id)
    )
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]
