"""People: who may sign in, under which role, in which language, with which password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from saldo.desk import audit, sessions
from saldo.desk.store import Desk
from saldo.desk.tables import credentials, people


class PersonExists(Exception):
    """Somebody with this e-mail address is already there."""

    def __init__(self, email: str) -> None:
        super().__init__(f"there is already a person with the e-mail address {email}")


class NoSuchPerson(Exception):
    """Nobody has this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"nobody has the e-mail address {email}")


@dataclass(frozen=True, slots=True)
class Person:
    """One person. `language` None until chosen, `disabled_at` None while they may sign in."""

    id: int
    email: str
    name: str
    role: str
    language: str | None
    disabled_at: datetime | None


def tidy_email(email: str) -> str:
    """The address as it is kept and compared."""
    return email.strip().lower()


def add(
    desk: Desk, *, email: str, name: str, role: str, language: str | None = None, at: datetime
) -> Person:
    """A new person without grants or password. Raises `PersonExists`."""
    address = tidy_email(email)
    try:
        with desk.writing() as connection:
            key = connection.execute(
                insert(people)
                .values(email=address, name=name, role=role, language=language, created_at=at)
                .returning(people.c.id)
            ).scalar_one()
            audit.record(connection, at=at, person_id=None, action="person added", subject=address)
    except IntegrityError:
        raise PersonExists(address) from None
    return Person(key, address, name, role, language, None)


def everybody(desk: Desk) -> list[Person]:
    """All people, in the order they came."""
    with desk.reading() as connection:
        return [_person(row) for row in connection.execute(_persons().order_by(people.c.id))]


def by_email(desk: Desk, email: str) -> Person:
    """The person of that address. Raises `NoSuchPerson`."""
    with desk.reading() as connection:
        row = connection.execute(_persons().where(people.c.email == tidy_email(email))).first()
    if row is None:
        raise NoSuchPerson(email)
    return _person(row)


def by_id(desk: Desk, person_id: int) -> Person | None:
    """The person with that key."""
    with desk.reading() as connection:
        row = connection.execute(_persons().where(people.c.id == person_id)).first()
    return None if row is None else _person(row)


def disable(desk: Desk, person_id: int, *, at: datetime) -> None:
    """End all sign-ins of the person and allow no new ones."""
    with desk.writing(changes_answers=True) as connection:
        _change(connection, person_id, disabled_at=at)
        sessions.end_all(connection, person_id, at=at)
        _note(connection, person_id, "person disabled", at)


def enable(desk: Desk, person_id: int, *, at: datetime) -> None:
    """Let a disabled person sign in again; ended sign-ins stay ended."""
    with desk.writing(changes_answers=True) as connection:
        _change(connection, person_id, disabled_at=None)
        _note(connection, person_id, "person enabled", at)


def set_language(desk: Desk, person_id: int, language: str) -> None:
    """Remember the language somebody reads in."""
    with desk.writing() as connection:
        _change(connection, person_id, language=language)


def rename(desk: Desk, person_id: int, *, email: str, name: str, at: datetime) -> None:
    """Give a person their own address and name. Raises `PersonExists`."""
    address = tidy_email(email)
    try:
        with desk.writing() as connection:
            _change(connection, person_id, email=address, name=name)
            _note(connection, person_id, "person renamed", at, detail=address)
    except IntegrityError:
        raise PersonExists(address) from None


def password_hash(desk: Desk, person_id: int) -> str | None:
    """The hash of the person's password, None while they have chosen none."""
    with desk.reading() as connection:
        return connection.execute(
            select(credentials.c.password_hash).where(credentials.c.person_id == person_id)
        ).scalar_one_or_none()


def set_password_hash(desk: Desk, person_id: int, hashed: str, *, at: datetime) -> None:
    """Replace the person's password and end every sign-in made with the old one."""
    with desk.writing() as connection:
        connection.execute(delete(credentials).where(credentials.c.person_id == person_id))
        connection.execute(
            insert(credentials).values(person_id=person_id, password_hash=hashed, set_at=at)
        )
        sessions.end_all(connection, person_id, at=at)
        _note(connection, person_id, "password set", at)


def _persons() -> Select[Any]:
    c = people.c
    return select(c.id, c.email, c.name, c.role, c.language, c.disabled_at)


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.email, row.name, row.role, row.language, row.disabled_at)


def _change(connection: Connection, person_id: int, **values: str | datetime | None) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(**values))


def _note(
    connection: Connection, person_id: int, action: str, at: datetime, detail: str = ""
) -> None:
    audit.record(
        connection,
        at=at,
        person_id=None,
        action=action,
        subject=f"person {person_id}",
        detail=detail,
    )
