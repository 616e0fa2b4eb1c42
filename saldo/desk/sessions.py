"""Sessions: sign-ins that survive a restart, end by time and can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from saldo.desk import audit
from saldo.desk.store import Desk
from saldo.desk.tables import people, sessions

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in, joined to what decides whether it holds."""

    token_hash: str
    person_id: int
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    disabled_at: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """True where it is neither expired, idle too long, revoked, nor its person disabled."""
        return (
            self.revoked_at is None
            and self.disabled_at is None
            and now < self.expires_at
            and now - self.seen_at < IDLE
        )


def hash_of(token: str) -> str:
    """What the desk keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(desk: Desk, person_id: int, *, way: str, at: datetime) -> str:
    """The token of a new session (256 random bits). `way`: password, link or demo."""
    token = secrets.token_urlsafe(32)
    with desk.writing() as connection:
        connection.execute(
            insert(sessions).values(
                token_hash=hash_of(token),
                person_id=person_id,
                way=way,
                created_at=at,
                seen_at=at,
                expires_at=at + ABSOLUTE,
            )
        )
        audit.record(connection, at=at, person_id=person_id, action="signed in", subject=way)
    return token


def find(desk: Desk, token_hash: str) -> Session | None:
    """The session of that hash, whether it still holds or not."""
    c = sessions.c
    with desk.reading() as connection:
        row = connection.execute(
            select(
                c.token_hash,
                c.person_id,
                c.seen_at,
                c.expires_at,
                c.revoked_at,
                people.c.disabled_at,
            )
            .join(people, people.c.id == c.person_id)
            .where(c.token_hash == token_hash)
        ).first()
    return None if row is None else Session(*row)


def touch(desk: Desk, token_hash: str, *, at: datetime) -> None:
    """Note that somebody is at it: the idle time starts again, the absolute end stays."""
    with desk.writing() as connection:
        connection.execute(
            update(sessions)
            .where(sessions.c.token_hash == token_hash, sessions.c.seen_at < at)
            .values(seen_at=at)
        )


def revoke(desk: Desk, token_hash: str, *, at: datetime) -> None:
    """End one session for good."""
    with desk.writing() as connection:
        person_id = connection.execute(
            update(sessions)
            .where(sessions.c.token_hash == token_hash, sessions.c.revoked_at.is_(None))
            .values(revoked_at=at)
            .returning(sessions.c.person_id)
        ).scalar_one_or_none()
        if person_id is not None:
            audit.record(connection, at=at, person_id=person_id, action="signed out", subject="")


def revoke_all(desk: Desk, person_id: int, *, at: datetime) -> None:
    """End every session of a person."""
    with desk.writing() as connection:
        end_all(connection, person_id, at=at)
        audit.record(
            connection,
            at=at,
            person_id=None,
            action="sessions revoked",
            subject=f"person {person_id}",
        )


def end_all(connection: Connection, person_id: int, *, at: datetime) -> None:
    """End every session of a person inside a transaction that has another reason."""
    connection.execute(
        update(sessions)
        .where(sessions.c.person_id == person_id, sessions.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
