"""Pay now: what to pay, to whom and by when; what is kept out, and why (rule 15)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import polars as pl

from saldo.ledger.calendar import last_banking_day, next_banking_day
from saldo.ledger.money import ZERO
from saldo.ledger.settling import Credit, Debt, Suggestion, covered, shared_out, suggestions
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

HORIZON = timedelta(days=30)
_BANKGIRO = re.compile(r"\d{3,4}-?\d{4}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{4,30}")
_AMOUNT = pl.Decimal(18, 4)
_SCHEMA: dict[str, Any] = {
    "customer_no": pl.String,
    "company_no": pl.String,
    "payee": pl.String,
    "is_factored": pl.Boolean,
    "account": pl.String,
    "account_kind": pl.String,
    "changed_from": pl.String,
    "reference": pl.String,
    "class": pl.String,
    "document_no": pl.String,
    "instalment_no": pl.String,
    "issue_date": pl.Date,
    "due_date": pl.Date,
    "days_overdue": pl.Int64,
    "last_banking_day": pl.Date,
    "pay_on": pl.Date,
    "currency": pl.String,
    "open_amount": _AMOUNT,
    "state": pl.String,
    "to_pay": _AMOUNT,
    "kept_out": _AMOUNT,
}
_SUGGESTED: dict[str, Any] = {
    "customer_no": pl.String,
    "company_no": pl.String,
    "class": pl.String,
    "document_no": pl.String,
    "issue_date": pl.Date,
    "currency": pl.String,
    "open_amount": _AMOUNT,
    "settles_no": pl.String,
    "settles_instalment": pl.String,
    "settles_due": pl.Date,
    "settles_class": pl.String,
    "amount": _AMOUNT,
    "reason": pl.String,
}
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Payables:
    """The open items of some accounts, what of each is contested, what credits could settle."""

    rows: Sequence[_Row]
    contested: Mapping[Hashable, Decimal]
    suggested: Sequence[Suggestion]


def pay_now(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per part of an open invoice or instalment: to be paid, or kept out and why.

    `state`: pay (due by `end`, 30 days ahead where none is asked), later, disputed (rule 14) or
    covered (by open credits of the same account and currency). `to_pay` and `kept_out` sum to
    the open invoices. `last_banking_day` is the last one on or before the due date; `pay_on`
    that day, or the first banking day from `as_of` where it has passed. `changed_from` is the
    account paid so far, where this one is another: to be checked by phone.
    """
    found = _payables(books, scope, filters)
    settled = covered(found.suggested)
    horizon = filters.end or filters.as_of + HORIZON
    rows = [
        part
        for row in found.rows
        if row["due_date"] is not None
        for part in _parts(row, found.contested, settled, horizon, filters.as_of)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def open_credits(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per open credit note, payment or settlement and invoice it could settle.

    Suggestions only: `reason` is original, reference, amount or oldest; what is left of a credit,
    or fits nowhere, has a row without `settles_no`. `amount` sums to the unapplied amount, sign
    turned; what stands unapplied with a plus (a returned payment) is below zero.
    """
    found = _payables(books, scope, filters)
    by_key = {row["item_id"]: row for row in found.rows}
    credits = [row for row in found.rows if row["due_date"] is None]
    pairs: dict[Hashable, list[Suggestion]] = {}
    for each in found.suggested:
        pairs.setdefault(each.credit, []).append(each)
    rows = [
        line
        for credit in credits
        for line in _suggested(credit, pairs.get(credit["item_id"], []), by_key)
    ]
    return pl.DataFrame(rows, schema=_SUGGESTED, orient="row")


def account_kind(account: str | None) -> str | None:
    """`bankgiro`, `iban` or `other`, by how the account is written."""
    if account is None:
        return None
    bare = account.replace(" ", "")
    if _BANKGIRO.fullmatch(bare):
        return "bankgiro"
    return "iban" if _IBAN.fullmatch(bare) else "other"


def _payables(books: Books, scope: Scope, filters: Filters) -> _Payables:
    rows = books.ask("payables", scope, filters).to_dicts()
    contested = dict(_contested(rows))
    debts = [
        Debt(
            key=row["item_id"],
            account=(row["customer_no"], row["currency"]),
            amount=row["open_amount"] - contested[row["item_id"]],
            due=row["due_date"],
            number=row["document_no"],
            reference=row["reference"],
        )
        for row in rows
        if row["due_date"] is not None
    ]
    credits = [
        Credit(
            key=row["item_id"],
            account=(row["customer_no"], row["currency"]),
            amount=-row["open_amount"],
            day=row["issue_date"],
            original=row["original_no"],
            reference=row["reference"],
        )
        for row in rows
        if row["due_date"] is None
    ]
    return _Payables(rows, contested, suggestions(credits, debts))


def _document(row: _Row) -> tuple[str, ...]:
    return row["customer_no"], row["company_no"], row["class"], row["document_no"]


def _contested(rows: Iterable[_Row]) -> Iterator[tuple[Hashable, Decimal]]:
    """What is disputed of a document, laid on its instalments, the earliest due first."""
    invoices = sorted((row for row in rows if row["due_date"] is not None), key=_document)
    for _, parts in groupby(invoices, key=_document):
        by_due = sorted(parts, key=lambda row: row["due_date"])
        holds = [(row["item_id"], row["open_amount"]) for row in by_due]
        yield from shared_out(by_due[0]["disputed"], holds)


def _parts(
    row: _Row,
    contested: Mapping[Hashable, Decimal],
    settled: Mapping[Hashable, Decimal],
    horizon: date,
    as_of: date,
) -> Iterator[_Row]:
    """The row once per state that some of its open amount is in."""
    disputed = contested[row["item_id"]]
    credited = settled.get(row["item_id"], ZERO)
    rest = row["open_amount"] - disputed - credited
    last = last_banking_day(row["due_date"], row["country"])
    common = row | {
        "account_kind": account_kind(row["account"]),
        "days_overdue": max((as_of - row["due_date"]).days, 0),
        "last_banking_day": last,
        "pay_on": max(last, next_banking_day(as_of, row["country"])),
    }
    for state, amount in (
        ("pay" if row["due_date"] <= horizon else "later", rest),
        ("disputed", disputed),
        ("covered", credited),
    ):
        if amount:
            pays = state == "pay"
            amounts = {"to_pay": amount if pays else ZERO, "kept_out": ZERO if pays else amount}
            whole = common | amounts | {"state": state}
            yield {name: whole[name] for name in _SCHEMA}


def _suggested(
    credit: _Row, pairs: Sequence[Suggestion], by_key: Mapping[Hashable, _Row]
) -> Iterator[_Row]:
    """The credit once per invoice it could settle, and once for what is left of it."""
    own = {name: credit.get(name) for name in _SUGGESTED}
    left = -credit["open_amount"]
    for pair in pairs:
        debt = by_key[pair.debt]
        left -= pair.amount
        yield own | {
            "settles_no": debt["document_no"],
            "settles_instalment": debt["instalment_no"],
            "settles_due": debt["due_date"],
            "settles_class": debt["class"],
            "amount": pair.amount,
            "reason": pair.reason,
        }
    if left:
        yield own | {"amount": left}
