"""Saved matching: what was found, packed into a text that the desk keeps, and unpacked again."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.matching import Decisions, Finding, Kind, Outcome, Reason, Status, Theirs
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.matching import Matched, key_of
from saldo.warehouse import Scope

MOST_PACKED = 4_000_000
_MOST_UNPACKED = 100_000_000
_LEDGER = (
    "customer_no",
    "company_no",
    "class",
    "document_no",
    "kind",
    "currency",
    "issue_date",
    "due_date",
    "amount",
    "open_amount",
    "reference",
    "bank_reference",
)


def saved(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per saved reconciliation of which every account is the reader's."""
    return books.ask("saved_reconciliations", scope, filters)


def packed(matched: Matched) -> str:
    """Both sides, the findings and the decisions as text; of ours only what was found or open."""
    used = {key for each in matched.outcome.findings for key in (*each.ours, each.beside) if key}
    told = {
        "as_of": matched.as_of.isoformat(),
        "all": matched.all_entries,
        "since": matched.since.isoformat() if matched.since else None,
        "theirs": [_their_row(row) for row in matched.theirs],
        "ours": [
            [_text(row[name]) for name in _LEDGER]
            for row in matched.ledger.iter_rows(named=True)
            if key_of(row) in used
        ],
        "found": [
            [each.status, each.currency, each.theirs, each.ours, each.reason, each.confidence,
             each.beside]
            for each in matched.outcome.findings
        ],
        "together": matched.decisions.together,
        "alone": sorted(matched.decisions.alone),
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 6)).decode()


def unpacked(contents: str) -> Matched:
    """What was saved, as it was found then."""
    inflate = zlib.decompressobj()
    text = inflate.decompress(base64.b85decode(contents), _MOST_UNPACKED)
    told = json.loads(text)
    return Matched(
        as_of=date.fromisoformat(told["as_of"]),
        theirs=tuple(_theirs(*row) for row in told["theirs"]),
        ledger=_ledger(told["ours"]),
        all_entries=told["all"],
        decisions=Decisions(
            tuple((tuple(lines), tuple(keys)) for lines, keys in told["together"]),
            frozenset(told["alone"]),
        ),
        since=_day(told["since"]),
        kept=Outcome(tuple(_finding(*row) for row in told["found"])),
    )


def _their_row(row: Theirs) -> list[Any]:
    cells = (row.number, row.day, row.value, row.currency, row.amount, row.due, row.kind, row.text)
    return [row.line, *map(_text, cells)]


def _theirs(line: int, *cells: Any) -> Theirs:
    number, day, value, currency, amount, due, kind, text = cells
    return Theirs(
        line=line,
        number=number,
        day=_day(day),
        value=Decimal(value),
        currency=currency,
        amount=None if amount is None else Decimal(amount),
        due=_day(due),
        kind=Kind(kind) if kind else None,
        text=text or "",
    )


def _finding(status: str, currency: str, *more: Any) -> Finding:
    theirs, ours, reason, confidence, beside = more
    return Finding(
        Status(status), currency, tuple(theirs), tuple(ours), Reason(reason) if reason else None,
        confidence, beside,
    )  # fmt: skip


def _ledger(rows: list[list[str | None]]) -> pl.DataFrame:
    texts = pl.DataFrame(rows, schema=dict.fromkeys(_LEDGER, pl.String), orient="row")
    return texts.with_columns(
        pl.col("issue_date", "due_date").str.to_date("%Y-%m-%d"),
        pl.col("amount", "open_amount").cast(pl.Decimal(18, 4)),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
