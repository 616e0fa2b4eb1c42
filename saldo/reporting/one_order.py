"""One order: its lines, every promise, what was sent and came, what was invoiced."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import polars as pl

from saldo.reporting import invoices, orders
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope


@dataclass(frozen=True, slots=True)
class OrderKey:
    """An order's key: the seller's company and the number as text."""

    company_no: str
    order_no: str


def header(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """One row, or none where no account in scope placed the order by `as_of`."""
    return books.ask("order_header", scope, filters, **asdict(order))


def lines(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """The order's rows of `orders`."""
    found = orders.orders(books, scope, _around(filters, order))
    return _of(found, order).sort(pl.col("line_no").cast(pl.Int64, strict=False), "line_no")


def promises(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """One row per promise given by `as_of`, refusals too, in the order given (rule 19).

    `answer` is AP (as requested), CA (changed), RE (refused) or none where the source has none.
    """
    return books.ask("promises_given", scope, filters, **asdict(order))


def track(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """The order's rows of `promises`: dates that were confirmed, with their slips."""
    return _of(orders.promises(books, scope, _around(filters, order)), order)


def events(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """One row per event by `as_of`, with the cumulative quantity of its kind (rules 20, 21)."""
    return books.ask("order_events", scope, filters, **asdict(order))


def order_invoices(books: Books, scope: Scope, filters: Filters, order: OrderKey) -> pl.DataFrame:
    """The rows of `invoices` that name the order in their head or on a line."""
    naming = books.ask("order_invoices", scope, filters, **asdict(order))
    found = invoices.invoices(books, scope, _around(filters, order))
    return found.join(naming, on=naming.columns, how="semi")


def _around(filters: Filters, order: OrderKey) -> Filters:
    """Filters that leave the order in, without those of a list."""
    bare = Filters(as_of=filters.as_of, customers=filters.customers, baseline=filters.baseline)
    return replace(bare, search=order.order_no)


def _of(found: pl.DataFrame, order: OrderKey) -> pl.DataFrame:
    return found.filter(company_no=order.company_no, order_no=order.order_no)
