"""Reporting: the questions. Scope and filters in, a Polars frame out."""

from saldo.reporting.books import Books, open_books
from saldo.reporting.filters import BadFilter, Filters, default_as_of

__all__ = [
    "BadFilter",
    "Books",
    "Filters",
    "default_as_of",
    "open_books",
]
