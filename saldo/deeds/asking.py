"""Asking: a question (förfrågan) about a document or a line. No dispute: it changes no figure."""

from __future__ import annotations

from saldo.deeds.acting import Actor, Refused
from saldo.deeds.documents import Receipt, document_of, line_of, said_text
from saldo.desk import questions
from saldo.desk.questions import AlreadyAsked
from saldo.reporting.invoices import Document

TOPICS = ("contents", "price", "delivery", "vat", "payment", "other_topic")
"""What a question can be about; the first is the usual one."""


def ask_question(
    actor: Actor, *, document: Document, line_no: str | None, topic: str, text: str
) -> Receipt:
    """Ask about a document (`line_no` None) or a line of it.

    Raises `NotTheirs`, `Refused`: no text, or the same was asked already.
    """
    header = document_of(actor, document)
    if line_no:
        line_of(actor, document, line_no)
    if topic not in TOPICS:
        raise Refused("asking.topic_missing")
    try:
        key = questions.ask(
            actor.desk,
            topic=topic,
            company_no=document.company_no,
            document_class=document.document_class,
            invoice_no=document.invoice_no,
            line_no=line_no,
            customer_no=header["customer_no"],
            text=said_text(text),
            asked_by=actor.viewer.person_id,
            asked_at=actor.at,
        )
    except AlreadyAsked:
        raise Refused("asking.already_asked") from None
    return Receipt(f"Q-{key}", key, actor.at, document, line_no)
