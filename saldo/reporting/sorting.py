"""Sorting: the orders a list of documents or open items can be read in, on screen and in files."""

from __future__ import annotations

import polars as pl

ORDERS = {
    "newest": ("issue_date", True),
    "due": ("due_date", False),
    "amount": ("amount", True),
    "open_amount": ("open_amount", True),
}


def in_order(rows: pl.DataFrame, sort: str | None) -> pl.DataFrame:
    """The rows in one of `ORDERS`, documents of the same place by number; as they come for None."""
    if sort is None:
        return rows
    column, descending = ORDERS[sort]
    number = "invoice_no" if "invoice_no" in rows.columns else "document_no"
    return rows.sort(
        [column, number, "customer_no"], descending=[descending, False, False], nulls_last=True
    )
