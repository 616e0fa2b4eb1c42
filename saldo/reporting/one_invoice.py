"""One invoice or credit note: from issue to settlement, its VAT by rate, where it came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.money import ZERO
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.invoices import Document, disputes, invoice, settled
from saldo.warehouse import Scope

_AMOUNT = pl.Decimal(18, 4)
_HISTORY: dict[str, Any] = {
    "date": pl.Date,
    "event": pl.String,
    "number": pl.String,
    "class": pl.String,
    "amount": _AMOUNT,
    "open_amount": _AMOUNT,
    "currency": pl.String,
}
_AT_FIRST = {"issued": 0, "fell_due": 1}


def history(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per thing that happened to the document by `as_of`, in the order of time (rule 8).

    Issued, fell due, each part that settled it, disputes raised and closed; `amount` is the change
    of what is open, `open_amount` what was open after it. `number` and `class` are the other
    document's. No row where no account in scope has it.
    """
    header = invoice(books, scope, filters, document)
    if header.is_empty():
        return pl.DataFrame(schema=_HISTORY)
    row = header.row(0, named=True)
    happened = [(row["issue_date"], "issued", None, None, row["amount"])]
    if row["first_due"] and row["first_due"] <= filters.as_of and row["amount"] > 0:
        happened.append((row["first_due"], "fell_due", None, None, ZERO))
    for part in settled(books, scope, filters, document).iter_rows(named=True):
        event = part["other_kind"] or part["other_class"]
        happened.append(
            (part["effective_on"], event, part["other_no"], part["other_class"], -part["amount"])
        )
    for dispute in disputes(books, scope, filters, document).iter_rows(named=True):
        happened.append((dispute["opened_on"], "dispute_opened", None, None, ZERO))
        if dispute["closed_on"] and dispute["closed_on"] <= filters.as_of:
            happened.append((dispute["closed_on"], "dispute_closed", None, None, ZERO))
    return _run(happened, row["currency"])


def _run(happened: list[tuple[date, str, Any, Any, Decimal]], currency: str) -> pl.DataFrame:
    """The events in order, with the running open amount."""
    rows, left = [], ZERO
    for day, event, number, document_class, amount in sorted(
        happened, key=lambda each: (each[0], _AT_FIRST.get(each[1], 2))
    ):
        left += amount
        rows.append((day, event, number, document_class, amount or None, left, currency))
    return pl.DataFrame(rows, schema=_HISTORY, orient="row")


def vat_by_rate(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per VAT rate of a document's lines: `vat_rate`, `net_amount`, `vat_amount`."""
    sums = lines.group_by("vat_rate").agg(pl.col("net_amount", "vat_amount").sum())
    return sums.sort("vat_rate", descending=True, nulls_last=True)


def versions(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per version of the document that was read in, the one that counts first (rule 6).

    Columns: load_id, loaded_at, file_name, line, amount, currency. An earlier state of knowledge
    keeps no sources: ask without known-at.
    """
    return books.ask("invoice_versions", scope, filters, **document.parameters())
