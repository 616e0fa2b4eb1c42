"""Disputes raised in the product, on a document or one of its lines (rule 14)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from saldo.desk import audit
from saldo.desk.store import Desk
from saldo.desk.tables import disputes, people


class AlreadyDisputed(Exception):
    """The person's own dispute of that document or line still stands."""

    def __init__(self, document: str) -> None:
        """Build the message from the document."""
        super().__init__(f"{document} is disputed by the same person already")


def open_one(
    desk: Desk,
    *,
    company_no: str,
    document_class: str,
    invoice_no: str,
    line_no: str | None,
    customer_no: str,
    amount: Decimal | None,
    currency: str,
    opened_on: date,
    reason: str,
    wanted: str,
    raised_by: int,
    raised_at: datetime,
) -> int:
    """The key of a new dispute. `amount` is with VAT; None disputes all that is open.

    The caller has checked that `raised_by` may see the customer. Raises `AlreadyDisputed`.
    """
    values = {
        "company_no": company_no,
        "document_class": document_class,
        "invoice_no": invoice_no,
        "line_no": line_no,
        "customer_no": customer_no,
        "amount": amount,
        "currency": currency,
        "opened_on": opened_on,
        "reason": reason,
        "wanted": wanted,
        "raised_by": raised_by,
        "raised_at": raised_at,
    }
    try:
        with desk.writing(changes_answers=True) as connection:
            key = connection.execute(
                insert(disputes).values(**values).returning(disputes.c.id)
            ).scalar_one()
            audit.record(
                connection,
                at=raised_at,
                person_id=raised_by,
                action="dispute opened",
                subject=f"{document_class} {invoice_no}",
                detail=f"D-{key}",
            )
            return int(key)
    except IntegrityError as error:
        raise AlreadyDisputed(f"{document_class} {invoice_no}") from error


def close(desk: Desk, dispute_id: int, *, closed_on: date, by: int, at: datetime) -> bool:
    """Let a dispute stand no longer from a day on; False where it did not stand any more."""
    with desk.writing(changes_answers=True) as connection:
        closed = connection.execute(
            update(disputes)
            .where(disputes.c.id == dispute_id, disputes.c.closed_on.is_(None))
            .values(closed_on=closed_on, closed_at=at, closed_by=by)
        )
        if closed.rowcount:
            audit.record(
                connection, at=at, person_id=by, action="dispute closed", subject=f"D-{dispute_id}"
            )
        return bool(closed.rowcount)


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every dispute, one dict per row, columns by name; whose it shows is decided in `reporting`.

    Columns: id, company_no, class, invoice_no, line_no, customer_no, amount (Decimal or None),
    currency, opened_on, closed_on, reason, wanted, raised_by, raised_at, closed_at, closed_by,
    and raised_by_name.
    """
    asked = (
        select(disputes, people.c.name.label("raised_by_name"))
        .join(people, people.c.id == disputes.c.raised_by)
        .order_by(disputes.c.id)
    )
    with desk.reading() as connection:
        rows = connection.execute(asked).mappings().all()
    columns = [*disputes.c, asked.selected_columns["raised_by_name"]]
    return [{column.name: row[column.key] for column in columns} for row in rows]
