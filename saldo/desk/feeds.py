"""Feeds: secret addresses under which a person's calendar program fetches one kind of dates."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from saldo.desk import audit
from saldo.desk.kinds import Moment
from saldo.desk.sessions import hash_of
from saldo.desk.store import Desk
from saldo.desk.tables import metadata, people

LIFETIME = timedelta(days=365)
MOST = 20

# One row per address given out. Only the SHA-256 of its token is kept; `query` narrows what it
# tells, as an address of the page does.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("query", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("views", Integer, nullable=False),
    Column("seen_at", Moment),
    Index("feeds_of_person", "person_id"),
)


class TooManyFeeds(Exception):
    """The person has as many standing feeds as one may have."""

    def __init__(self) -> None:
        """Build the message."""
        super().__init__(f"nobody may have more than {MOST} feeds at once")


@dataclass(frozen=True, slots=True)
class Feed:
    """One standing feed: whose, of what, until when, how often it was fetched."""

    id: int
    person_id: int
    kind: str
    query: str
    created_at: datetime
    expires_at: datetime
    views: int
    seen_at: datetime | None


_COLUMNS = tuple(feeds.c[name] for name in Feed.__dataclass_fields__)


def make(desk: Desk, person_id: int, *, kind: str, query: str, at: datetime) -> str:
    """The token of a new feed (256 random bits), told once. Raises `TooManyFeeds`."""
    token = secrets.token_urlsafe(32)
    with desk.writing() as connection:
        if len(connection.execute(_standing(at, person_id)).all()) >= MOST:
            raise TooManyFeeds
        connection.execute(
            insert(feeds).values(
                token_hash=hash_of(token),
                person_id=person_id,
                kind=kind,
                query=query,
                created_at=at,
                expires_at=at + LIFETIME,
                views=0,
            )
        )
        audit.record(connection, at=at, person_id=person_id, action="feed made", subject=kind)
    return token


def find(desk: Desk, token: str, *, at: datetime) -> Feed | None:
    """The feed of a token while it stands: not revoked, not expired, its person not disabled."""
    with desk.reading() as connection:
        row = connection.execute(
            _standing(at)
            .join(people, people.c.id == feeds.c.person_id)
            .where(feeds.c.token_hash == hash_of(token), people.c.disabled_at.is_(None))
        ).first()
    return None if row is None else Feed(*row)


def note_view(desk: Desk, feed_id: int, *, at: datetime) -> None:
    """Count that it was fetched."""
    with desk.writing() as connection:
        connection.execute(
            update(feeds).where(feeds.c.id == feed_id).values(views=feeds.c.views + 1, seen_at=at)
        )


def of_person(desk: Desk, person_id: int, kind: str, *, at: datetime) -> list[Feed]:
    """The person's standing feeds of a kind, the newest first."""
    with desk.reading() as connection:
        rows = connection.execute(
            _standing(at, person_id).where(feeds.c.kind == kind).order_by(feeds.c.id.desc())
        )
        return [Feed(*row) for row in rows]


def revoke(desk: Desk, feed_id: int, *, person_id: int, at: datetime) -> bool:
    """End a feed of the person's own; False where there is none such."""
    with desk.writing() as connection:
        ended = connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id, feeds.c.person_id == person_id)
            .where(feeds.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        if ended.rowcount:
            subject = f"feed {feed_id}"
            audit.record(
                connection, at=at, person_id=person_id, action="feed revoked", subject=subject
            )
        return bool(ended.rowcount)


def _standing(at: datetime, person_id: int | None = None) -> Select[Any]:
    found = select(*_COLUMNS).where(feeds.c.revoked_at.is_(None), feeds.c.expires_at > at)
    return found if person_id is None else found.where(feeds.c.person_id == person_id)
