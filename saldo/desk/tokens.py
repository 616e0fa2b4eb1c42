"""Tokens: what a person's programs sign in with, for less than or as much as the person may see."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from saldo.desk import audit
from saldo.desk.kinds import Moment
from saldo.desk.sessions import hash_of
from saldo.desk.store import Desk
from saldo.desk.tables import metadata, people

MOST = 20
PREFIX = "saldo_"

# One row per token given out. Only its SHA-256 is kept. `customers` (a JSON list) narrows what it
# may read; null: all that its person may.
tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("customers", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("used_at", Moment),
    Index("tokens_of_person", "person_id"),
)


class TooManyTokens(Exception):
    """The person has as many standing tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(f"nobody may have more than {MOST} tokens at once")


@dataclass(frozen=True, slots=True)
class Token:
    """One standing token: whose, what for, until when, when last used. No `customers`: all."""

    id: int
    person_id: int
    name: str
    customers: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


_COLUMNS = tuple(tokens.c[name] for name in Token.__dataclass_fields__)


def make(
    desk: Desk,
    person_id: int,
    *,
    name: str,
    customers: tuple[str, ...] | None,
    at: datetime,
    expires_at: datetime,
) -> str:
    """A new token (256 random bits), told once. Raises `TooManyTokens`."""
    token = PREFIX + secrets.token_urlsafe(32)
    with desk.writing() as connection:
        standing = _standing(at).where(tokens.c.person_id == person_id).subquery()
        if connection.execute(select(func.count()).select_from(standing)).scalar_one() >= MOST:
            raise TooManyTokens
        connection.execute(
            insert(tokens).values(
                token_hash=hash_of(token),
                person_id=person_id,
                name=name,
                customers=None if customers is None else json.dumps(sorted(customers)),
                created_at=at,
                expires_at=expires_at,
            )
        )
        audit.record(connection, at=at, person_id=person_id, action="token made", subject=name)
    return token


def find(desk: Desk, token: str, *, at: datetime) -> Token | None:
    """The token while it stands: not revoked, not expired, its person not disabled."""
    with desk.reading() as connection:
        row = connection.execute(
            _standing(at)
            .join(people, people.c.id == tokens.c.person_id)
            .where(tokens.c.token_hash == hash_of(token), people.c.disabled_at.is_(None))
        ).first()
    return None if row is None else _token(row)


def of_person(desk: Desk, person_id: int, *, at: datetime) -> list[Token]:
    """A person's standing tokens, oldest first."""
    with desk.reading() as connection:
        chosen = _standing(at).where(tokens.c.person_id == person_id).order_by(tokens.c.id)
        return [_token(row) for row in connection.execute(chosen)]


def used(desk: Desk, token_id: int, *, at: datetime) -> None:
    """Note when it was last used."""
    with desk.writing() as connection:
        connection.execute(update(tokens).where(tokens.c.id == token_id).values(used_at=at))


def revoke(desk: Desk, token_id: int, *, person_id: int, at: datetime) -> bool:
    """End a token of that person; False where they have none of that number."""
    with desk.writing() as connection:
        ended = connection.execute(
            update(tokens)
            .where(tokens.c.id == token_id, tokens.c.person_id == person_id)
            .where(tokens.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        if ended.rowcount:
            audit.record(
                connection, at=at, person_id=person_id, action="token ended", subject=f"{token_id}"
            )
        return bool(ended.rowcount)


def _standing(at: datetime) -> Select[Any]:
    return select(*_COLUMNS).where(tokens.c.revoked_at.is_(None), tokens.c.expires_at > at)


def _token(row: Row[Any]) -> Token:
    values = row._asdict()
    chosen = values.pop("customers")
    return Token(customers=None if chosen is None else tuple(json.loads(chosen)), **values)
