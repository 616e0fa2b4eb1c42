"""Arrivals: the ways in. A password, a one-time link. Each gives a session token or nothing."""

from __future__ import annotations

from saldo.access.offices import Office
from saldo.access.passwords import hashed, matches
from saldo.desk import audit, links, people, sessions
from saldo.desk.links import Purpose
from saldo.desk.people import NoSuchPerson, Person


def by_password(office: Office, email: str, password: str) -> str | None:
    """The token of a new session, None where address and password do not belong together.

    Unknown, disabled and password-less people take as long as a wrong password.
    """
    try:
        person: Person | None = people.by_email(office.desk, email)
    except NoSuchPerson:
        person = None
    stored = people.password_hash(office.desk, person.id) if person else None
    good = matches(password, stored)
    if not good or person is None or person.disabled_at is not None:
        audit.note(
            office.desk,
            at=office.now(),
            person_id=None,
            action="sign-in refused",
            subject=people.tidy_email(email),
        )
        return None
    return sessions.start(office.desk, person.id, way="password", at=office.now())


def invited(office: Office, token: str) -> tuple[Person, Purpose] | None:
    """Whom a one-time link lets in and what for, while it can be used."""
    found = links.find(office.desk, token, at=office.now())
    if found is None:
        return None
    person = people.by_id(office.desk, found[0])
    return None if person is None else (person, found[1])


def by_link(office: Office, token: str, *, password: str, email: str, name: str) -> str | None:
    """The token of a new session after choosing a password, None where the link is spent.

    A first person's own address and name are kept with it. Raises `PersonExists`.
    """
    guest = invited(office, token)
    if guest is None:
        return None
    person, purpose = guest
    new_hash = hashed(password)
    if purpose is Purpose.first:
        people.rename(office.desk, person.id, email=email, name=name, at=office.now())
    if not links.use(office.desk, token, at=office.now()):
        return None
    people.set_password_hash(office.desk, person.id, new_hash, at=office.now())
    return sessions.start(office.desk, person.id, way="link", at=office.now())


def settle_language(
    office: Office, session_id: str, language: str, *, even_if_chosen: bool = False
) -> None:
    """Let the language somebody arrived in be theirs, where they have chosen none before."""
    viewer = office.viewer(session_id)
    person = people.by_id(office.desk, viewer.person_id) if viewer else None
    if person is not None and (person.language is None or even_if_chosen):
        people.set_language(office.desk, person.id, language)
        office.forget(session_id)
