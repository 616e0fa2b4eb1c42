"""Documents kept as issued: what was taken, about which accounts, on which figures (rule 7)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, insert, select

from saldo.desk import audit
from saldo.desk.issued_tables import issued_accounts, issued_documents
from saldo.desk.store import Desk
from saldo.desk.tables import people

# Crockford's base 32: no letter that is read as a digit.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_LENGTH = 16  # 80 bits


@dataclass(frozen=True, slots=True)
class Issue:
    """One document as it is kept; `known_at` and `loaded_at` are moments with a time zone."""

    kind: str
    format: str
    language: str
    period_start: date | None
    period_end: date
    currency: str | None
    known_at: datetime | None
    build: str
    loaded_at: datetime
    question_hash: str
    figures_hash: str
    content_hash: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document: its key, what it is, its accounts, who took it when."""

    id: int
    issue: Issue
    accounts: tuple[str, ...]
    taken_by: int
    taken_at: datetime


def new_code() -> str:
    """A verification code nobody can guess: `XXXX-XXXX-XXXX-XXXX`."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, _LENGTH, 4))


def code_hash(code: str) -> str | None:
    """The hash of a code as people type it, None where it cannot be one."""
    signs = "".join(sign for sign in code.upper().translate(_MISREAD) if sign.isalnum())
    if len(signs) != _LENGTH or not set(signs) <= set(_SIGNS):
        return None
    return sha256(signs.encode()).hexdigest()


def keep(
    desk: Desk, issue: Issue, *, accounts: Sequence[str], by: int, at: datetime, code: str | None
) -> int:
    """The key of a newly kept document. The caller has checked that all accounts are theirs."""
    with desk.writing() as connection:
        key = connection.execute(
            insert(issued_documents)
            .values(
                **asdict(issue),
                accounts=len(accounts),
                code_hash=code_hash(code) if code else None,
                taken_by=by,
                taken_at=at,
            )
            .returning(issued_documents.c.id)
        ).scalar_one()
        rows = [{"document_id": key, "customer_no": number} for number in sorted(accounts)]
        connection.execute(insert(issued_accounts), rows)
        audit.record(
            connection,
            at=at,
            person_id=by,
            action="document issued",
            subject=f"{issue.kind}.{issue.format}",
            detail=f"{key} {issue.content_hash}",
        )
    return int(key)


def same(desk: Desk, question_hash: str) -> Kept | None:
    """The latest document that answers the same question with the same figures."""
    return _one(desk, issued_documents.c.question_hash == question_hash)


def by_id(desk: Desk, document_id: int) -> Kept | None:
    """A kept document by its key; whose it is the caller asks."""
    return _one(desk, issued_documents.c.id == document_id)


def by_code(desk: Desk, code: str) -> Kept | None:
    """The document that carries a verification code; whoever has the code has the document."""
    digest = code_hash(code)
    return None if digest is None else _one(desk, issued_documents.c.code_hash == digest)


def frame(desk: Desk) -> list[dict[str, Any]]:
    """One dict per document and account; whose it shows is decided in `reporting`.

    Columns: those of the tables (without the hashes of questions and codes) and taken_by_name.
    """
    asked = (
        select(
            issued_accounts.c.customer_no,
            issued_accounts.c.document_id,
            issued_documents,
            people.c.name.label("taken_by_name"),
        )
        .join(issued_documents, issued_documents.c.id == issued_accounts.c.document_id)
        .join(people, people.c.id == issued_documents.c.taken_by)
        .order_by(issued_accounts.c.document_id.desc())
    )
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def _one(desk: Desk, condition: Any) -> Kept | None:
    with desk.reading() as connection:
        row = connection.execute(
            select(issued_documents).where(condition).order_by(issued_documents.c.id.desc())
        ).first()
        if row is None:
            return None
        numbers = connection.execute(
            select(issued_accounts.c.customer_no)
            .where(issued_accounts.c.document_id == row.id)
            .order_by(issued_accounts.c.customer_no)
        ).scalars()
        return _kept(row, tuple(numbers))


def _kept(row: Row[Any], accounts: tuple[str, ...]) -> Kept:
    values = {name: getattr(row, name) for name in Issue.__dataclass_fields__}
    return Kept(row.id, Issue(**values), accounts, row.taken_by, row.taken_at)
