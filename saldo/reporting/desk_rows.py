"""Desk rows: what people wrote, as relations that questions may name and join to the scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from saldo import settings
from saldo.desk import (
    Desk,
    changes,
    claims,
    decisions,
    disputes,
    issued,
    questions,
    reconciliations,
)

_AMOUNT = pl.Decimal(18, 4)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: the desk's function that lists its rows, the columns that questions read.

    `written` names the column with the moment a row was written: rows written after known-at do
    not exist yet (rule 7). `later` names columns that were filled afterwards, and the column with
    the moment of it: before that moment they are empty.
    """

    rows: Callable[[Desk], list[dict[str, Any]]]
    columns: Mapping[str, Any]
    written: str
    later: Mapping[str, str] = field(default_factory=dict)


_DOCUMENT: Mapping[str, Any] = {
    "company_no": pl.String,
    "class": pl.String,
    "invoice_no": pl.String,
    "line_no": pl.String,
    "customer_no": pl.String,
}

RELATIONS: dict[str, Relation] = {
    "desk_disputes": Relation(
        disputes.frame,
        {
            **_DOCUMENT,
            "id": pl.Int64,
            "amount": _AMOUNT,
            "currency": pl.String,
            "opened_on": pl.Date,
            "closed_on": pl.Date,
            "reason": pl.String,
            "wanted": pl.String,
            "raised_by": pl.Int64,
            "raised_by_name": pl.String,
            "raised_at": pl.Datetime("us"),
        },
        written="raised_at",
        later={"closed_on": "closed_at"},
    ),
    "desk_questions": Relation(
        questions.frame,
        {
            **_DOCUMENT,
            "id": pl.Int64,
            "topic": pl.String,
            "text": pl.String,
            "asked_by": pl.Int64,
            "asked_by_name": pl.String,
            "asked_at": pl.Datetime("us"),
        },
        written="asked_at",
    ),
    "desk_issued": Relation(
        issued.frame,
        {
            "document_id": pl.Int64,
            "customer_no": pl.String,
            "accounts": pl.Int64,
            "kind": pl.String,
            "format": pl.String,
            "language": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "currency": pl.String,
            "known_at": pl.Datetime("us"),
            "build": pl.String,
            "file_name": pl.String,
            "taken_by_name": pl.String,
            "taken_at": pl.Datetime("us"),
        },
        written="taken_at",
    ),
    "desk_reconciliations": Relation(
        reconciliations.frame,
        {
            "reconciliation_id": pl.Int64,
            "customer_no": pl.String,
            "name": pl.String,
            "file_name": pl.String,
            "as_of": pl.Date,
            "accounts": pl.Int64,
            "rows": pl.Int64,
            "differences": pl.Int64,
            "saved_by": pl.Int64,
            "saved_by_name": pl.String,
            "saved_at": pl.Datetime("us"),
        },
        written="saved_at",
    ),
    "desk_decisions": Relation(
        decisions.frame,
        {
            "id": pl.Int64,
            "finding": pl.String,
            "customer_no": pl.String,
            "company_no": pl.String,
            "outcome": pl.String,
            "serial_no": pl.String,
            "contract_no": pl.String,
            "invoice_no": pl.String,
            "line_no": pl.String,
            "currency": pl.String,
            "amount": _AMOUNT,
            "decision": pl.String,
            "until": pl.Date,
            "reason": pl.String,
            "decided_by_name": pl.String,
            "decided_at": pl.Datetime("us"),
        },
        written="decided_at",
    ),
    "desk_claims": Relation(
        claims.frame,
        {
            "number": pl.String,
            "customer_no": pl.String,
            "company_no": pl.String,
            "currency": pl.String,
            "seen_to": pl.Date,
            "snapshot": pl.String,
            "note": pl.String,
            "sent_on": pl.Date,
            "sent_at": pl.Datetime("us"),
            "sent_by_name": pl.String,
        },
        written="sent_at",
    ),
    "desk_claim_lines": Relation(
        claims.lines,
        {
            **_DOCUMENT,
            "number": pl.String,
            "claim_line": pl.Int64,
            "currency": pl.String,
            "finding": pl.String,
            "outcome": pl.String,
            "serial_no": pl.String,
            "model": pl.String,
            "site_no": pl.String,
            "site_name": pl.String,
            "contract_no": pl.String,
            "issue_date": pl.Date,
            "service_start": pl.Date,
            "service_end": pl.Date,
            "billed_amount": _AMOUNT,
            "correct_amount": _AMOUNT,
            "claim_amount": _AMOUNT,
            "vat_amount": _AMOUNT,
            "says_en": pl.String,
            "says_sv": pl.String,
        },
        written="sent_at",
    ),
    "desk_claim_events": Relation(
        claims.events,
        {
            "number": pl.String,
            "customer_no": pl.String,
            "kind": pl.String,
            "event_on": pl.Date,
            "reason": pl.String,
            "by_name": pl.String,
            "happened_at": pl.Datetime("us"),
        },
        written="happened_at",
    ),
    "desk_changes": Relation(
        changes.frame,
        {
            "id": pl.Int64,
            "receipt_no": pl.String,
            "kind": pl.String,
            "customer_no": pl.String,
            "company_no": pl.String,
            "serial_no": pl.String,
            "on_date": pl.Date,
            "to_site": pl.String,
            "new_serial": pl.String,
            "model": pl.String,
            "contact_name": pl.String,
            "contact_email": pl.String,
            "contact_phone": pl.String,
            "note": pl.String,
            "asked_by": pl.Int64,
            "asked_by_name": pl.String,
            "asked_at": pl.Datetime("us"),
            "decision": pl.String,
            "decided_by_name": pl.String,
            "decided_at": pl.Datetime("us"),
            "decision_note": pl.String,
        },
        written="asked_at",
        later=dict.fromkeys(
            ("decision", "decided_by_name", "decision_note", "decided_at"), "decided_at"
        ),
    ),
    "desk_change_events": Relation(
        changes.events,
        {
            "id": pl.Int64,
            "request_id": pl.Int64,
            "customer_no": pl.String,
            "at": pl.Datetime("us"),
            "event": pl.String,
            "by_name": pl.String,
            "note": pl.String,
        },
        written="at",
    ),
}

Given = Callable[[str], pl.DataFrame]
"""The rows of a relation, by its name."""


def rows(desk: Desk, name: str, known_at: datetime | None = None) -> pl.DataFrame:
    """The relation's rows as known at a moment (local time of the company, as written), or now."""
    relation = RELATIONS[name]
    found = relation.rows(desk)
    if known_at is not None:
        told = known_at.replace(tzinfo=settings.current().timezone)
        found = [_as_told(row, relation, told) for row in found if row[relation.written] <= told]
    return shaped(name, found)


def _as_told(row: dict[str, Any], relation: Relation, moment: datetime) -> dict[str, Any]:
    """The row without what was filled in after the moment."""
    unknown = {
        column: None
        for column, when in relation.later.items()
        if row[when] is None or row[when] > moment
    }
    return row | unknown


def nothing(name: str) -> pl.DataFrame:
    """The relation without rows: what a home without a desk gives."""
    return shaped(name, [])


def shaped(name: str, found: list[dict[str, Any]]) -> pl.DataFrame:
    """These rows in the columns and types that questions read; moments in the company's time."""
    columns = RELATIONS[name].columns
    zone = settings.current().timezone

    def cell(value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(zone).replace(tzinfo=None)
        return value

    return pl.DataFrame(
        {column: [cell(row.get(column)) for row in found] for column in columns},
        schema=dict(columns),
    )
