"""Originals: the sources' own files of documents, and what an archive of a period holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.invoices import Document, invoice, lines
from saldo.reporting.one_invoice import vat_by_rate
from saldo.reporting.periods import month_to_date
from saldo.reporting.statements import Party
from saldo.warehouse import Scope


@dataclass(frozen=True, slots=True)
class Told:
    """All that the data says of one document: header, lines, VAT by rate, who sold to whom."""

    header: dict[str, Any]
    lines: pl.DataFrame
    vat: pl.DataFrame
    seller: Party | None
    customer: Party

    @property
    def amount(self) -> Decimal:
        """The total with VAT."""
        total: Decimal = self.header["amount"]
        return total

    @property
    def issued(self) -> date:
        """The document's date."""
        day: date = self.header["issue_date"]
        return day


def originals(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per kept original of the document: file_name, media_type, sha256, bytes."""
    return books.ask("originals", scope, filters, **document.parameters())


def archive(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per document issued in the period (this month where none is) and original of it.

    A document without an original has one row, with `sha256` null.
    """
    return books.ask("invoice_archive", scope, month_to_date(filters))


def told(books: Books, scope: Scope, filters: Filters, document: Document) -> Told | None:
    """What the data says of a document, None where no account in scope has it by `as_of`."""
    found = invoice(books, scope, filters, document)
    if found.is_empty():
        return None
    header = found.row(0, named=True)
    whose = replace(filters, customers=(header["customer_no"],), end=filters.as_of)
    sellers = books.ask("statement_sellers", scope, whose).drop_nulls("name")
    (customer,) = books.ask("statement_parties", scope, whose).iter_rows(named=True)
    seller = sellers.filter(pl.col("company_no") == document.company_no)
    billed = lines(books, scope, whose, document)
    return Told(
        header=header,
        lines=billed,
        vat=vat_by_rate(billed),
        seller=seller.row(0, named=True) if seller.height else None,
        customer=customer,
    )
