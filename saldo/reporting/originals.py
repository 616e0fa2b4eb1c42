"""Originals: the sources' own files of documents, and what an archive of a period holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.invoices import Document
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
    ever = replace(filters, start=date.min, end=filters.as_of, currency=None)
    return _told(books, scope, ever, document.invoice_no).get(document)


def all_told(books: Books, scope: Scope, filters: Filters) -> dict[Document, Told]:
    """What the data says of every document issued in the period (this month where none is)."""
    period = month_to_date(filters)
    return _told(books, scope, replace(period, as_of=period.end or period.as_of), None)


def _told(
    books: Books, scope: Scope, period: Filters, document_no: str | None
) -> dict[Document, Told]:
    whole = replace(period, search=None)
    headers = books.ask("invoice_told", scope, whole, document_no=document_no)
    if headers.is_empty():
        return {}
    numbers = tuple(headers["customer_no"].unique().to_list())
    whose = replace(whole, customers=numbers)
    sold = books.ask("statement_sellers", scope, whose).drop_nulls("name")
    sellers = {row["company_no"]: row for row in sold.iter_rows(named=True)}
    parties = books.ask("statement_parties", scope, whose).iter_rows(named=True)
    customers = {row["customer_no"]: row for row in parties}
    billed = books.ask("invoice_lines", scope, whose, document_no=document_no)
    by_document = billed.partition_by("company_no", "class", "invoice_no", as_dict=True)
    made = {}
    for header in headers.iter_rows(named=True):
        key = Document(header["company_no"], header["class"], header["invoice_no"])
        listed = by_document.get((key.company_no, key.document_class, key.invoice_no))
        listed = billed.clear() if listed is None else listed
        seller, customer = sellers.get(key.company_no), customers[header["customer_no"]]
        made[key] = Told(header, listed, vat_by_rate(listed), seller, customer)
    return made
