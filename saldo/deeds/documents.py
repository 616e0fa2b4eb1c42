"""Documents a deed is about: among the actor's accounts, and the receipt for what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.access import Role
from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.reporting import Filters, default_as_of
from saldo.reporting.invoices import Document

LONGEST = 2000
"""So many characters of text are kept."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody keeps as proof: the number and moment of what they sent, and about what.

    `amount` is with VAT in `currency`; None where a question was asked.
    """

    number: str
    written_id: int
    at: datetime
    document: Document
    line_no: str | None
    amount: Decimal | None = None
    currency: str = ""


def document_of(actor: Actor, document: Document) -> Mapping[str, Any]:
    """The document's header on the last day of the figures, among the actor's accounts.

    Raises `NotTheirs`; `Refused` for who reads it as the vendor.
    """
    if actor.viewer.role is not Role.customer:
        raise Refused("asking.customers_only")
    found = actor.ask("invoice_header", _on(actor), **document.parameters())
    if found.is_empty():
        raise NotTheirs
    return found.row(0, named=True)


def line_of(actor: Actor, document: Document, line_no: str) -> Mapping[str, Any]:
    """One line of the document. Raises `NotTheirs`."""
    lines = actor.ask("invoice_lines", _on(actor), document_no=document.invoice_no)
    found = lines.filter(
        pl.col("company_no") == document.company_no,
        pl.col("class") == document.document_class,
        pl.col("line_no") == line_no,
    )
    if found.is_empty():
        raise NotTheirs
    return found.row(0, named=True)


def figures_day(actor: Actor) -> date:
    """The day that figures are shown for by default: from it on what is written counts."""
    return default_as_of(actor.books.snapshot.freshness, actor.at.date())


def _on(actor: Actor) -> Filters:
    return Filters(as_of=figures_day(actor))


def said_text(text: str) -> str:
    """The text without its margins. Raises `Refused` where there is none, or too much."""
    said = text.strip()
    if not said:
        raise Refused("asking.text_missing")
    if len(said) > LONGEST:
        raise Refused("asking.too_long", most=LONGEST)
    return said
