"""Uninvoiced: what has come and was not billed, and what was billed and has not come (rule 21)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from saldo.ledger.money import round_amount
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_ONE = Decimal(1)


def delivered_not_invoiced(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per order line of which more came by `as_of` than was invoiced, the oldest first.

    `quantity` is what is still to be billed and `net_amount` its value by the order's price less
    discount, without VAT, rounded once (rule 1); none where the order has no price. `days` since
    the last of it came.
    """
    return _valued(books.ask("delivered_not_invoiced", scope, filters))


def invoiced_not_delivered(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per order line of which more is invoiced, less credits, than came by `as_of`.

    `quantity` is what is paid for and still to come, `net_amount` its value as above, `days`
    since its last invoice. Cancelled lines are in it: nothing more of them will come.
    """
    return _valued(books.ask("invoiced_not_delivered", scope, filters))


def _valued(found: pl.DataFrame) -> pl.DataFrame:
    amounts = [
        None
        if price is None
        else round_amount(quantity * price * (_ONE - (discount or 0)), currency)
        for quantity, price, discount, currency in found.select(
            "quantity", "unit_price", "discount", "currency"
        ).iter_rows()
    ]
    valued = found.drop("discount", "days")
    return valued.with_columns(pl.Series("net_amount", amounts, pl.Decimal(18, 4)), found["days"])
