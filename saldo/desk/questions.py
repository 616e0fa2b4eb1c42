"""Questions asked about a document or one of its lines: they change no figure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from saldo.desk import audit
from saldo.desk.store import Desk
from saldo.desk.tables import people, questions


class AlreadyAsked(Exception):
    """The same person asked the same of that document or line already."""

    def __init__(self, document: str) -> None:
        """Build the message from the document."""
        super().__init__(f"the same was asked of {document} already")


def ask(
    desk: Desk,
    *,
    topic: str,
    company_no: str,
    document_class: str,
    invoice_no: str,
    line_no: str | None,
    customer_no: str,
    text: str,
    asked_by: int,
    asked_at: datetime,
) -> int:
    """The key of a new question. The caller has checked that `asked_by` may see the customer.

    Raises `AlreadyAsked`.
    """
    asked = questions.c
    values = {
        "topic": topic,
        "company_no": company_no,
        "document_class": document_class,
        "invoice_no": invoice_no,
        "line_no": line_no,
        "customer_no": customer_no,
        "text": text,
        "asked_by": asked_by,
    }
    with desk.writing(changes_answers=True) as connection:
        same = select(asked.id).where(*(asked[name] == value for name, value in values.items()))
        if connection.execute(same).first():
            raise AlreadyAsked(f"{document_class} {invoice_no}")
        key = connection.execute(
            insert(questions).values(**values, asked_at=asked_at).returning(asked.id)
        ).scalar_one()
        audit.record(
            connection,
            at=asked_at,
            person_id=asked_by,
            action="question asked",
            subject=f"{document_class} {invoice_no}",
            detail=f"Q-{key}",
        )
        return int(key)


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every question, one dict per row, columns by name; whose it shows is decided in `reporting`.

    Columns: id, topic, company_no, class, invoice_no, line_no, customer_no, text, asked_by,
    asked_at, and asked_by_name.
    """
    asked = (
        select(questions, people.c.name.label("asked_by_name"))
        .join(people, people.c.id == questions.c.asked_by)
        .order_by(questions.c.id)
    )
    with desk.reading() as connection:
        rows = connection.execute(asked).mappings().all()
    columns = [*questions.c, asked.selected_columns["asked_by_name"]]
    return [{column.name: row[column.key] for column in columns} for row in rows]
