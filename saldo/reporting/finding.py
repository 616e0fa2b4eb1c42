"""Finding: what a part of a number leads to."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


def search(books: Books, scope: Scope, filters: Filters, text: str) -> pl.DataFrame:
    """Up to 20 documents, orders, machines and contracts in scope, the best match first.

    Columns: kind (invoice, order, machine, contract), customer_no, company_no, class, number,
    detail, date, currency, amount. Nothing typed finds nothing.
    """
    typed = " ".join(text.split())
    return books.ask("search", scope, replace(filters, search=typed or None))
