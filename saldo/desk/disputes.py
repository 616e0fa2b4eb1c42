"""Disputes raised in the product, on a document or one of its lines (rule 14)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from saldo.desk import audit
from saldo.desk.store import Desk
from saldo.desk.tables import disputes


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

    The caller has checked that `raised_by` may see the customer.
    """
    with desk.writing(changes_answers=True) as connection:
        key = connection.execute(
            insert(disputes)
            .values(
                company_no=company_no,
                document_class=document_class,
                invoice_no=invoice_no,
                line_no=line_no,
                customer_no=customer_no,
                amount=amount,
                currency=currency,
                opened_on=opened_on,
                reason=reason,
                wanted=wanted,
                raised_by=raised_by,
                raised_at=raised_at,
            )
            .returning(disputes.c.id)
        ).scalar_one()
        audit.record(
            connection,
            at=raised_at,
            person_id=raised_by,
            action="dispute opened",
            subject=f"{document_class} {invoice_no}",
        )
        return int(key)


def close(desk: Desk, dispute_id: int, *, closed_on: date, by: int, at: datetime) -> None:
    """Let a dispute stand no longer from a day on."""
    with desk.writing(changes_answers=True) as connection:
        connection.execute(
            update(disputes)
            .where(disputes.c.id == dispute_id, disputes.c.closed_on.is_(None))
            .values(closed_on=closed_on)
        )
        audit.record(
            connection, at=at, person_id=by, action="dispute closed", subject=f"{dispute_id}"
        )


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every dispute, one dict per row, columns by name; whose it shows is decided in `reporting`.

    Columns: id, company_no, class, invoice_no, line_no, customer_no, amount (Decimal or None),
    currency, opened_on, closed_on, reason, wanted, raised_by, raised_at.
    """
    with desk.reading() as connection:
        rows = connection.execute(select(disputes).order_by(disputes.c.id)).mappings()
        return [{column.name: row[column] for column in disputes.c} for row in rows]
