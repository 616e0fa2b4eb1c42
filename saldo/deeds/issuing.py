"""Issuing: a document is kept as it was taken, and told what has changed in it since (rule 7)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from saldo import settings
from saldo.deeds.acting import Actor, NotTheirs
from saldo.desk import issued
from saldo.desk.issued import Issue, Kept
from saldo.reporting import Books, Filters, open_books
from saldo.reporting.issued import (
    Change,
    changes,
    earlier_changes,
    figures_of,
    issued_before,
    openings_differ,
)
from saldo.reporting.statements import Statement, statement_of
from saldo.shelf import Lost, Shelf, shelf_of
from saldo.warehouse import NoSnapshot, Scope

_DAY_ONE = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be kept: kind and format of the document, its language and name, its filters.

    `coded` gives it a verification code.
    """

    kind: str
    format: str
    language: str
    file_name: str
    filters: Filters
    sample: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A kept document's bytes and what is known of it."""

    kept: Kept
    content: bytes


def issue(
    actor: Actor,
    *,
    home: Path,
    wish: Wish,
    statement: Statement,
    make: Callable[[str | None], bytes],
) -> bytes:
    """The document's bytes, kept under a hash; the same question on the same figures gives the
    same bytes again. `make` is given the verification code. Raises `NotTheirs`.
    """
    accounts = _accounts(actor, statement)
    figures = json.dumps(figures_of(statement), ensure_ascii=False).encode()
    question = _question(wish, statement, accounts, actor.books, figures)
    shelf = shelf_of(home)
    before = issued.same(actor.desk, question)
    if before is not None:
        try:
            return shelf.take(before.issue.content_hash)
        except Lost:
            pass  # made once more, and kept as a new document
    code = issued.new_code() if wish.coded else None
    content = make(code)
    fresh = actor.books.snapshot.freshness
    known_at = wish.filters.known_at
    kept = Issue(
        kind=wish.kind,
        format=wish.format,
        language=wish.language,
        period_start=statement.start if wish.kind == "statement" else None,
        period_end=statement.end,
        currency=wish.filters.currency,
        known_at=known_at and _told(actor, known_at),
        build=fresh.build,
        loaded_at=_told(actor, fresh.loaded_at),
        question_hash=question,
        figures_hash=shelf.keep(zlib.compress(figures)),
        content_hash=shelf.keep(content),
        file_name=wish.file_name,
    )
    issued.keep(
        actor.desk, kept, accounts=accounts, by=actor.viewer.person_id, at=actor.at, code=code
    )
    return content


def taken_again(actor: Actor, *, home: Path, document_id: int) -> Taken:
    """A kept document as it was issued. Raises `NotTheirs`, `Lost`."""
    kept = _theirs(actor, document_id)
    return Taken(kept, shelf_of(home).take(kept.issue.content_hash))


def changed_since(actor: Actor, *, home: Path, document_id: int) -> tuple[Change, ...]:
    """What a kept document would say otherwise now. Raises `NotTheirs`, `Lost`."""
    return late_postings(_theirs(actor, document_id), actor.books, home)


def late_postings(kept: Kept, books: Books, home: Path) -> tuple[Change, ...]:
    """The differences between a document as issued and the same question of these books.

    Answers for the document's own accounts: the caller has checked who asks. Raises `Lost`.
    """
    then = figures_kept(kept, shelf_of(home))
    scope, filters = Scope(customers=kept.accounts), _filters(kept)
    statement = statement_of(books, scope, filters)
    now = figures_of(statement)
    found = changes(then, now)
    if not openings_differ(then, now):
        return found
    earlier = replace(filters, start=_DAY_ONE, end=statement.start - timedelta(1))
    try:
        known = open_books(home, None, kept.issue.loaded_at.astimezone(settings.current().timezone))
    except NoSnapshot:
        return found
    before = statement_of(known, scope, earlier).sections
    return (*earlier_changes(before, statement_of(books, scope, earlier).sections), *found)


def figures_kept(kept: Kept, shelf: Shelf) -> dict[str, Any]:
    """What a kept document said. Raises `Lost`."""
    figures: dict[str, Any] = json.loads(zlib.decompress(shelf.take(kept.issue.figures_hash)))
    return figures


def _theirs(actor: Actor, document_id: int) -> Kept:
    found = issued_before(actor.books, actor.viewer.scope, Filters(as_of=actor.as_of), document_id)
    kept = issued.by_id(actor.desk, document_id) if found.height == 1 else None
    if kept is None:
        raise NotTheirs
    return kept


def _accounts(actor: Actor, statement: Statement) -> list[str]:
    """The accounts a document is about. Raises `NotTheirs` where one is not in scope."""
    sections = [section.customer for section in statement.sections]
    numbers = sorted({party["customer_no"] for party in sections or statement.customers})
    asked = Filters(as_of=actor.as_of, customers=tuple(numbers))
    seen = actor.ask("statement_parties", asked)["customer_no"].to_list()
    if not numbers or sorted(seen) != numbers:
        raise NotTheirs
    return numbers


def _question(
    wish: Wish, statement: Statement, accounts: Sequence[str], books: Books, figures: bytes
) -> str:
    """What makes two documents the same one: question, words, build and every figure."""
    filters = wish.filters.to_query()
    days = (statement.start.isoformat(), statement.end.isoformat())
    parts = (
        wish.kind,
        wish.format,
        wish.language,
        wish.sample,
        days,
        filters.get("currency"),
        filters.get("known_at"),
        list(accounts),
        books.snapshot.build,
        sha256(figures).hexdigest(),
    )
    return sha256(json.dumps(parts).encode()).hexdigest()


def _filters(kept: Kept) -> Filters:
    end = kept.issue.period_end
    return Filters(
        as_of=end,
        customers=kept.accounts,
        start=kept.issue.period_start or end,
        end=end,
        currency=kept.issue.currency,
    )


def _told(actor: Actor, moment: datetime) -> datetime:
    """A moment of the company's own clock with its time zone."""
    return moment.replace(tzinfo=actor.at.tzinfo)
