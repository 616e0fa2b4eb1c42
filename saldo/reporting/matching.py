"""Matching: a customer's ledger of us against ours of them, and the lists that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from saldo.ledger.matching import (
    Decisions,
    Finding,
    Kind,
    Ours,
    Outcome,
    Status,
    Theirs,
    Tie,
    match,
    reconciliation,
)
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_KINDS = {
    "invoice": Kind.invoice,
    "interest_invoice": Kind.invoice,
    "credit_note": Kind.credit_note,
    "payment": Kind.payment,
    "refund": Kind.payment,
    "payment_return": Kind.payment,
}
_AMOUNT = pl.Decimal(18, 4)
LISTED: dict[str, Any] = {
    "finding": pl.Int64,
    "status": pl.String,
    "their_line": pl.String,
    "their_no": pl.String,
    "their_date": pl.Date,
    "their_amount": _AMOUNT,
    "our_no": pl.String,
    "our_date": pl.Date,
    "our_amount": _AMOUNT,
    "difference": _AMOUNT,
    "currency": pl.String,
    "reason": pl.String,
    "confidence": pl.Int64,
    "customer_no": pl.String,
    "class": pl.String,
    "document": pl.String,
}
"""Columns of a list of findings. `document` opens ours where it is one (`company/class/number`)."""


def vendor_ledger(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """Ours: one row per document, payment and settlement up to `as_of`, whole and open amount."""
    return books.ask("vendor_ledger", scope, filters)


@dataclass(frozen=True)
class Matched:
    """Both sides and what was found. `ledger` is ours as asked, `all_entries` what is compared:
    everything that happened, or what is open. `kept` is what was found when it was saved."""

    as_of: date
    theirs: tuple[Theirs, ...]
    ledger: pl.DataFrame
    all_entries: bool
    decisions: Decisions
    since: date | None
    kept: Outcome | None = None

    @cached_property
    def ours(self) -> tuple[Ours, ...]:
        """Our rows, ready to match; the key of one is its place among all of ours."""
        value = "amount" if self.all_entries else "open_amount"
        return tuple(
            Ours(
                key=key_of(row),
                number=row["document_no"],
                day=row["issue_date"],
                value=row[value],
                currency=row["currency"],
                amount=row["amount"],
                kind=_KINDS.get(row["class"], Kind.settlement),
                due=row["due_date"],
                others=_others(row),
            )
            for row in self.ledger.iter_rows(named=True)
        )

    @cached_property
    def outcome(self) -> Outcome:
        """What was found of every row."""
        if self.kept is not None:
            return self.kept
        return match(self.theirs, self.ours, self.decisions, since=self.since)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Per currency: their balance, the differences by class, our balance (rule 2)."""
        return reconciliation(self.outcome.findings, self.theirs, self.ours)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """One row per finding, in the columns of `LISTED`. `difference` = ours − theirs."""
        theirs = {row.line: row for row in self.theirs}
        ours = {row.key: row for row in self.ours}
        facts = {key_of(row): row for row in self.ledger.iter_rows(named=True)}
        records = [
            _record(at, each, [theirs[line] for line in each.theirs], _mine(each, ours, facts))
            for at, each in enumerate(self.outcome.findings)
        ]
        return pl.DataFrame(records, schema=LISTED, orient="row")

    def of(self, status: Status) -> pl.DataFrame:
        """The findings of one class."""
        return self.rows.filter(pl.col("status") == status.value)

    @property
    def counts(self) -> dict[Status, int]:
        """How many findings of each class there are, classes without any left out."""
        found = [each.status for each in self.outcome.findings]
        return {status: found.count(status) for status in Status if status in found}


def key_of(row: dict[str, Any]) -> str:
    """One of our rows by name: the same for the same document at every load."""
    parts = (row["customer_no"], row["company_no"], row["class"], row["document_no"])
    tail = (row["kind"], row["currency"]) if row["class"] not in _KINDS else (row["currency"],)
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in (*parts, *tail))


def numbers_of(ledger: pl.DataFrame) -> Iterable[str]:
    """The numbers by which a customer may name our documents."""
    return ledger.filter(pl.col("class").is_in(["invoice", "credit_note"]))["document_no"]


def _others(row: dict[str, Any]) -> tuple[str, ...]:
    given = (row["reference"], row["bank_reference"])
    return tuple(number for number in dict.fromkeys(given) if number)


def _mine(
    finding: Finding, ours: dict[str, Ours], facts: dict[str, dict[str, Any]]
) -> list[tuple[Ours | None, dict[str, Any]]]:
    """Our rows of a finding; of a duplicate the one it repeats, which counts elsewhere."""
    if finding.beside:
        return [(None, facts[finding.beside])]
    return [(ours[key], facts[key]) for key in finding.ours]


def _record(
    at: int,
    finding: Finding,
    theirs: Sequence[Theirs],
    mine: Sequence[tuple[Ours | None, dict[str, Any]]],
) -> tuple[Any, ...]:
    counted = [row.value for row, _ in mine if row is not None]
    left = sum((row.value for row in theirs), Decimal(0))
    right = sum(counted, Decimal(0))
    first = mine[0][1] if mine else None
    return (
        at,
        finding.status.value,
        ", ".join(str(row.line) for row in theirs) or None,
        ", ".join(dict.fromkeys(row.number or row.text for row in theirs)) or None,
        min((row.day for row in theirs if row.day), default=None),
        left if theirs else None,
        ", ".join(facts["document_no"] for _, facts in mine) or None,
        min((facts["issue_date"] for _, facts in mine), default=None),
        right if counted else None,
        right - left,
        finding.currency,
        finding.reason.value if finding.reason else None,
        finding.confidence or None,
        first["customer_no"] if first else None,
        first["class"] if first else None,
        _document(first) if first and len(mine) == 1 else None,
    )


def _document(row: dict[str, Any]) -> str | None:
    if row["class"] not in _KINDS:
        return None
    return f"{row['company_no']}/{row['class']}/{row['document_no']}"
