"""Invoices: the list of documents; one of them with lines, what settled it, disputes."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.sorting import in_order
from saldo.warehouse import Scope


@dataclass(frozen=True, slots=True)
class Document:
    """A document's key (rule 5)."""

    company_no: str
    document_class: str
    invoice_no: str

    def parameters(self) -> dict[str, str]:
        """The key as parameters of a question."""
        given = asdict(self)
        return {"class": given.pop("document_class"), **given}


def invoices(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per document issued by `as_of` (in the period, where one is asked), newest first.

    `status` chooses open (overdue included), overdue, due_soon, paid, disputed, unapplied (open
    credit notes), cancelled or all. `search` is a part of a number: document, order, purchase
    order, contract, serial number or reference. Unapplied payments are no documents: the open
    amounts here and `unapplied` less `open_credits` of the summary make the balance.
    """
    return in_order(books.ask("invoices", scope, filters), filters.sort)


def invoice_counts(books: Books, scope: Scope, filters: Filters) -> dict[str, int]:
    """How many documents each tab holds: open, overdue, paid, disputed, all."""
    return books.ask("invoice_counts", scope, filters).row(0, named=True)


def invoice_lines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per document line, amounts without VAT, credit notes negative."""
    return books.ask("invoice_lines", scope, filters, document_no=None)


def invoice(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row, or none where no account in scope has the document: its header and what is open."""
    return books.ask("invoice_header", scope, filters, **document.parameters())


def lines(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per line of the document."""
    whole = Filters(as_of=filters.as_of, customers=filters.customers)
    found = books.ask("invoice_lines", scope, whole, document_no=document.invoice_no)
    return found.filter(
        pl.col("company_no") == document.company_no, pl.col("class") == document.document_class
    )


def settled(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per part that settled the document, or that it settled, by `as_of` (rule 8)."""
    return books.ask("invoice_settled", scope, filters, **document.parameters())


def questions(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per question ever asked about the document or a line of it, oldest first."""
    return books.ask("invoice_questions", scope, filters, **document.parameters())


def disputes(books: Books, scope: Scope, filters: Filters, document: Document) -> pl.DataFrame:
    """One row per dispute raised on the document by `as_of`; `stands` while it is not closed.

    `raised_in` is source or desk; only the desk's have a number (`id`), a remedy and a person.
    """
    return books.ask("invoice_disputes", scope, filters, **document.parameters())
