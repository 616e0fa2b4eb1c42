"""One-time links: addresses that let one person in once, to choose a password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, select, update

from saldo.desk import audit
from saldo.desk.sessions import hash_of
from saldo.desk.store import Desk
from saldo.desk.tables import links, people

LIFETIME = timedelta(hours=72)


class Purpose(StrEnum):
    """`first`: the home's first person, who gives their own address; `password`: choose one."""

    first = "first"
    password = "password"  # noqa: S105 - a purpose, not a secret


def make(desk: Desk, person_id: int, purpose: Purpose, *, at: datetime) -> str:
    """The token of a new link; earlier unused ones of the person stop working."""
    token = secrets.token_urlsafe(32)
    with desk.writing() as connection:
        connection.execute(
            update(links)
            .where(links.c.person_id == person_id, links.c.used_at.is_(None))
            .values(used_at=at)
        )
        connection.execute(
            insert(links).values(
                token_hash=hash_of(token),
                person_id=person_id,
                purpose=purpose.value,
                created_at=at,
                expires_at=at + LIFETIME,
            )
        )
        audit.record(
            connection, at=at, person_id=None, action="link made", subject=f"person {person_id}"
        )
    return token


def find(desk: Desk, token: str, *, at: datetime) -> tuple[int, Purpose] | None:
    """Whose link it is and what for, while it can still be used."""
    with desk.reading() as connection:
        row = connection.execute(
            select(links.c.person_id, links.c.purpose)
            .join(people, people.c.id == links.c.person_id)
            .where(links.c.token_hash == hash_of(token), links.c.used_at.is_(None))
            .where(links.c.expires_at > at, people.c.disabled_at.is_(None))
        ).first()
    return None if row is None else (row.person_id, Purpose(row.purpose))


def use(desk: Desk, token: str, *, at: datetime) -> bool:
    """Spend the link. True for the first who asks, even when two ask at once."""
    with desk.writing() as connection:
        spent = connection.execute(
            update(links)
            .where(links.c.token_hash == hash_of(token), links.c.used_at.is_(None))
            .where(links.c.expires_at > at)
            .values(used_at=at)
        )
        return spent.rowcount == 1
