"""Claims: requests for credit, what later credits answered of them, what is outstanding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.claims import Asked, Credit, Match, Status, matches, standing, status_of
from saldo.reporting.books import Books
from saldo.reporting.due_signals import signals_due
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_NUMBER = re.compile(r"\bK-\d{4}-\d{4,}\b", re.IGNORECASE)
_AMOUNT = pl.Decimal(18, 4)
_ACCOUNT = ("customer_no", "company_no", "currency")
_Row = Mapping[str, Any]


def claims(
    books: Books, scope: Scope, filters: Filters, claim_no: str | None = None
) -> pl.DataFrame:
    """One row per claim, the latest first: `status`, and what was asked for, without VAT.

    claimed_amount = credited_amount + outstanding_amount; what was declined or withdrawn is
    claimed no more. Credits count by `as_of`. `claim_no` asks for that one alone.
    """
    rows = books.ask("claims", scope, filters, claim_no=claim_no)
    per_line = claim_lines(books, scope, filters)
    sums = per_line.group_by("claim_no").agg(pl.col("credited_amount").sum())
    credited = dict(sums.iter_rows())
    stands = [_standing(row, credited.get(row["claim_no"], Decimal(0))) for row in _named(rows)]
    return _with(
        rows.drop("closing"),
        status=(pl.String, [each[0] for each in stands]),
        claimed_amount=(_AMOUNT, [each[1].claimed for each in stands]),
        credited_amount=(_AMOUNT, [each[1].credited for each in stands]),
        outstanding_amount=(_AMOUNT, [each[1].outstanding for each in stands]),
    )


def claim_lines(
    books: Books, scope: Scope, filters: Filters, claim_no: str | None = None
) -> pl.DataFrame:
    """One row per line of every claim, or of one: as asked for, credited since, outstanding."""
    rows, found = _matched(books, scope, filters)
    answered: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for _, match in found:
        answered[match.asked.claim_no, match.asked.line_no] += match.amount
    credited = [answered[row["claim_no"], row["claim_line"]] for row in _named(rows)]
    stands = [
        standing(row["claim_amount"], amount, _closing(row))
        for row, amount in zip(_named(rows), credited, strict=True)
    ]
    told = _with(
        rows.drop("closing"),
        credited_amount=(_AMOUNT, credited),
        outstanding_amount=(_AMOUNT, [each.outstanding for each in stands]),
    )
    return told if claim_no is None else told.filter(pl.col("claim_no") == claim_no)


def claim_credits(
    books: Books, scope: Scope, filters: Filters, claim_no: str | None = None
) -> pl.DataFrame:
    """One row per credit line and claim's line that it answers: which, when, how much of it."""
    rows, found = _matched(books, scope, filters)
    lines = {(row["claim_no"], row["claim_line"]): row for row in _named(rows)}
    told = [
        {
            **{name: credit[name] for name in (*_ACCOUNT, "class", "credit_no", "credited_on")},
            "claim_no": match.asked.claim_no,
            "claim_line": match.asked.line_no,
            "serial_no": match.asked.serial_no,
            "invoice_no": match.asked.invoice_no,
            "contract_no": lines[match.asked.claim_no, match.asked.line_no]["contract_no"],
            "credited_amount": match.amount,
        }
        for credit, match in found
        if claim_no in (None, match.asked.claim_no)
    ]
    return pl.DataFrame(told, schema=_CREDITS).sort(
        ["credited_on", "credit_no", "claim_no", "claim_line"],
        descending=[True, False, False, False],
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim whole: its row of `claims`, lines, credits and events, and both parties."""

    row: _Row
    lines: pl.DataFrame
    credits: pl.DataFrame
    events: pl.DataFrame
    customer: _Row
    company: _Row | None


def claim_of(books: Books, scope: Scope, filters: Filters, claim_no: str) -> Claim | None:
    """The claim of that number, None where none in scope has it."""
    whole = Filters(as_of=filters.as_of, known_at=filters.known_at)
    found = claims(books, scope, whole, claim_no)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    party = Filters(as_of=filters.as_of, end=filters.as_of, customers=(row["customer_no"],))
    sellers = books.ask("statement_sellers", scope, party).filter(
        pl.col("company_no") == row["company_no"], pl.col("name").is_not_null()
    )
    return Claim(
        row=row,
        lines=claim_lines(books, scope, whole, claim_no),
        credits=claim_credits(books, scope, whole, claim_no),
        events=claim_events(books, scope, whole, claim_no),
        customer=books.ask("statement_parties", scope, party).row(0, named=True),
        company=None if sellers.is_empty() else sellers.row(0, named=True),
    )


def claim_events(books: Books, scope: Scope, filters: Filters, claim_no: str) -> pl.DataFrame:
    """One row per thing that happened to a claim, in order: who, when, and the words given."""
    return books.ask("claim_events", scope, filters, claim_no=claim_no)


def found_for_you(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per currency: what the check found, and what became of it, without VAT.

    found_amount = open_amount + claimed_amount; claimed_amount = credited_amount +
    outstanding_amount. Open is what stands in no live claim and was not contested.
    """
    whole = Filters(
        as_of=filters.as_of,
        customers=filters.customers,
        known_at=filters.known_at,
        currency=filters.currency,
    )
    claimed = ("claimed_amount", "credited_amount", "outstanding_amount")
    amounts = dict.fromkeys(("open_amount", *claimed), _AMOUNT)
    parts = [pl.DataFrame(schema={"currency": pl.String, **amounts})]
    if "found" in signals_due(books, scope, whole):
        parts.append(books.ask("found_open", scope, whole))
    if not books.desk("desk_claim_lines").is_empty():
        lines = claim_lines(books, scope, whole).with_columns(
            claimed_amount=pl.col("credited_amount") + pl.col("outstanding_amount")
        )
        parts.append(lines.select("currency", *claimed))
    told = pl.concat(parts, how="diagonal_relaxed").group_by("currency")
    summed = told.agg(pl.col(name).sum().cast(_AMOUNT) for name in amounts).sort("currency")
    found = (pl.col("open_amount") + pl.col("claimed_amount")).cast(_AMOUNT).alias("found_amount")
    return summed.select("currency", found, "open_amount", *claimed).filter(
        pl.col("found_amount") != 0
    )


def _matched(
    books: Books, scope: Scope, filters: Filters
) -> tuple[pl.DataFrame, list[tuple[_Row, Match]]]:
    """The lines of all claims, and each match with the credit's row."""
    lines = books.ask("claim_lines", scope, filters)
    if lines.is_empty():
        return lines, []
    credits = books.ask("claim_credits", scope, filters)
    asked = _by_account(_named(lines))
    found: list[tuple[_Row, Match]] = []
    for account, rows in _by_account(_named(credits)).items():
        given = {_credit(row): row for row in rows}
        answers = matches([*map(_asked, asked[account])], list(given))
        found += [(given[match.credit], match) for match in answers]
    return lines, found


def _asked(row: _Row) -> Asked:
    return Asked(
        claim_no=row["claim_no"],
        line_no=row["claim_line"],
        invoice_no=row["invoice_no"],
        serial_no=row["serial_no"],
        amount=row["claim_amount"],
        seen_to=row["seen_to"],
        closed_on=row["closed_on"],
        first=row["service_start"],
        last=row["service_end"],
    )


def _credit(row: _Row) -> Credit:
    return Credit(
        credit_no=f"{row['class']} {row['credit_no']}",
        line_no=row["line_no"],
        issued=row["credited_on"],
        amount=row["credit_amount"],
        serial_no=row["serial_no"],
        invoice_no=row["invoice_no"],
        first=row["service_start"],
        last=row["service_end"],
        claims=frozenset(number.upper() for number in _NUMBER.findall(row["says"] or "")),
    )


def _standing(row: _Row, credited: Decimal) -> tuple[Status, Any]:
    closing = _closing(row)
    status = status_of(row["asked_amount"], credited, closing)
    return status, standing(row["asked_amount"], credited, closing)


def _closing(row: _Row) -> Status | None:
    return Status(row["closing"]) if row["closing"] else None


def _by_account(rows: Iterable[_Row]) -> dict[tuple[str, ...], list[_Row]]:
    found: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in _ACCOUNT)].append(row)
    return found


def _named(frame: pl.DataFrame) -> list[_Row]:
    return list(frame.iter_rows(named=True))


def _with(frame: pl.DataFrame, **columns: tuple[Any, list[Any]]) -> pl.DataFrame:
    return frame.with_columns(
        pl.Series(name, values, dtype=kind) for name, (kind, values) in columns.items()
    )


_CREDITS: dict[str, Any] = {
    "customer_no": pl.String,
    "company_no": pl.String,
    "currency": pl.String,
    "class": pl.String,
    "credit_no": pl.String,
    "credited_on": pl.Date,
    "claim_no": pl.String,
    "claim_line": pl.Int64,
    "serial_no": pl.String,
    "invoice_no": pl.String,
    "contract_no": pl.String,
    "credited_amount": _AMOUNT,
}
