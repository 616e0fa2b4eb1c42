"""Receipts as files: for a dispute or a question of the viewer's accounts, named by its number."""

from __future__ import annotations

from typing import Any

from saldo.documents.about import file_name
from saldo.documents.letter import PDF
from saldo.documents.receipt import dispute_receipt, question_receipt
from saldo.web.asking import Asked
from saldo.web.exports import File, NoSuchExport


def receipt_of_dispute(asked: Asked) -> File:
    """The receipt for the dispute that the query names (`written=17`)."""
    row = _written(asked, "raised_dispute")
    return _file(asked, dispute_receipt(row, asked.about()), row, f"D-{row['id']}")


def receipt_of_question(asked: Asked) -> File:
    """The receipt for the question that the query names."""
    row = _written(asked, "asked_question")
    return _file(asked, question_receipt(row, asked.about()), row, f"Q-{row['id']}")


def _written(asked: Asked, question: str) -> dict[str, Any]:
    """What was written, among the viewer's accounts: another's is as if it did not exist."""
    number = asked.query.get("written", "").strip()
    if not number.isdecimal() or len(number) > 15:
        raise NoSuchExport
    scope, filters = asked.viewer.scope, asked.filters
    found = asked.books.ask(question, scope, filters, written_id=int(number))
    if found.is_empty():
        raise NoSuchExport
    return found.row(0, named=True)


def _file(asked: Asked, content: bytes, row: dict[str, Any], number: str) -> File:
    name = file_name(number, (row["customer_no"],), asked.filters.as_of, "pdf")
    return File(content, PDF, name, 1)
