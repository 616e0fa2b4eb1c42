"""Attention: what the reader should look at first ("Needs you"), at most five rows."""

from __future__ import annotations

from typing import Any

import polars as pl

from saldo.reporting.accounts import summary
from saldo.reporting.books import Books
from saldo.reporting.contracts import notice_deadlines
from saldo.reporting.due_signals import signals_due
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

ROWS = 5
# The most urgent kind first. Unapplied credit has a figure of its own beside the balance, so it
# is the first to give way.
KINDS = ("overdue", "notice", "returned_billed", "disputed", "slipped", "unapplied")
_SCHEMA: dict[str, Any] = {
    "kind": pl.String,
    "currency": pl.String,
    "amount": pl.Decimal(18, 4),
    "count": pl.Int64,
    "customer_no": pl.String,
    "company_no": pl.String,
    "number": pl.String,
    "subject": pl.String,
    "date": pl.Date,
    "page": pl.String,
    "query": pl.String,
}
_Row = dict[str, Any]


def attention(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """At most five rows: `kind`, how many, amount and currency, number, subject, date, where to go.

    `page` and `query` are the page to open and its filter. overdue: the oldest due date;
    disputed; unapplied; slipped: an order line moved twice or more, its latest promise; notice:
    a contract's last notice day within 30 days and what renewing costs; returned_billed: machines
    billed after the end of liability, what they were billed. One row per kind first, then the
    other currencies.
    """
    return ranked(summary(books, scope, filters), signals(books, scope, filters))


def signals(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The rows that the summary does not hold: slipped orders, notices, returned machines.

    A question is asked only where one small look says that it may find something.
    """
    due, found = signals_due(books, scope, filters), list[_Row]()
    if "slipped" in due:
        found += _slipped(books.ask("slipped_orders", scope, filters))
    if "notice" in due:
        found += _notices(notice_deadlines(books, scope, filters))
    if "returned_billed" in due:
        found += _returned(returned_machines(books, scope, filters))
    return pl.DataFrame(found, schema=_SCHEMA, orient="row")


def ranked(figures: pl.DataFrame, noticed: pl.DataFrame) -> pl.DataFrame:
    """The five rows of a summary and of signals at hand."""
    found = [*_money(figures), *noticed.iter_rows(named=True)]
    seen: dict[str, int] = {}
    for row in found:
        seen[row["kind"]] = row["_turn"] = seen.get(row["kind"], 0) + 1
    found.sort(key=lambda row: (row.pop("_turn"), KINDS.index(row["kind"])))
    return pl.DataFrame(found[:ROWS], schema=_SCHEMA, orient="row")


def returned_machines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per returned machine billed for periods after its liability ended (rule 26)."""
    return books.ask("returned_machines", scope, filters)


def _money(figures: pl.DataFrame) -> list[_Row]:
    """The overdue, disputed and unapplied amounts of each currency that has some."""
    return [
        {
            "kind": kind,
            "currency": row["currency"],
            "amount": row[kind],
            "count": row[count] if count else None,
            "date": row["oldest_due"] if kind == "overdue" else None,
            "page": "invoices",
            "query": f"status={kind}&currency={row['currency']}",
        }
        for row in figures.iter_rows(named=True)
        for kind, count in (
            ("overdue", "overdue_invoices"),
            ("disputed", "disputed_invoices"),
            ("unapplied", None),
        )
        if row[kind]
    ]


def _slipped(lines: pl.DataFrame) -> list[_Row]:
    return [
        {
            "kind": "slipped",
            "count": line["slips"],
            "customer_no": line["customer_no"],
            "company_no": line["company_no"],
            "number": line["order_no"],
            "subject": line["description"],
            "date": line["latest_confirmed"],
            "page": "deliveries",
            "query": "status=slipped",
        }
        for line in lines.head(ROWS).iter_rows(named=True)
    ]


def _notices(deadlines: pl.DataFrame) -> list[_Row]:
    return [
        {
            "kind": "notice",
            "currency": contract["currency"],
            "amount": contract["renewal_cost"],
            "customer_no": contract["customer_no"],
            "company_no": contract["company_no"],
            "number": contract["contract_no"],
            "subject": contract["name"],
            "date": contract["last_notice_day"],
            "page": "contracts",
            "query": f"contract={contract['company_no']}/{contract['contract_no']}",
        }
        for contract in deadlines.head(ROWS).iter_rows(named=True)
    ]


def _returned(machines: pl.DataFrame) -> list[_Row]:
    per_currency = machines.group_by("currency", maintain_order=True).agg(
        pl.col("amount").sum(), pl.len().alias("count"), pl.col("liable_until").min()
    )
    return [
        {
            "kind": "returned_billed",
            "currency": row["currency"],
            "amount": row["amount"],
            "count": row["count"],
            "subject": ", ".join(
                machines.filter(pl.col("currency") == row["currency"])["serial_no"].head(ROWS)
            ),
            "date": row["liable_until"],
            "page": "billing",
            "query": f"outcome=billed_after_end&currency={row['currency']}",
        }
        for row in per_currency.iter_rows(named=True)
    ]
