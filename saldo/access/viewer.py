"""The viewer: who asks, and which accounts they may see. Anything unclear is nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from saldo.access.roles import READS_ACCOUNTS, Role
from saldo.desk import Desk, grants, people, sessions
from saldo.desk.grants import Grant, Kind
from saldo.desk.people import Person
from saldo.i18n import Language, language_of
from saldo.warehouse import NOBODY, Scope

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person signed in by one session. `session_id` is the hash of the session's token."""

    person_id: int
    name: str
    email: str
    role: Role
    language: Language
    scope: Scope
    session_id: str


def viewer_for(desk: Desk, token_hash: str, now: datetime) -> Viewer | None:
    """Who holds this session at `now`, or None: unknown, expired, revoked, disabled, or any error.

    `now` is in the company's time zone: its date decides which grants are in force.
    """
    try:
        session = sessions.find(desk, token_hash)
        if session is None or not session.holds_at(now):
            return None
        person = people.by_id(desk, session.person_id)
        if person is None:
            return None
        return _as_viewer(desk, person, now.date(), session.token_hash)
    except Exception:
        # Whatever is wrong with the desk, the answer is "nobody" (fail closed).
        _log.exception("the viewer of a session cannot be read")
        return None


def person_as_viewer(desk: Desk, person_id: int, now: datetime) -> Viewer | None:
    """A person as the viewer of something made for them (a mail, a feed); None: may not sign in.

    Entitled to what they could see if they signed in at `now`.
    """
    try:
        person = people.by_id(desk, person_id)
        if person is None or person.disabled_at is not None:
            return None
        return _as_viewer(desk, person, now.date(), "")
    except Exception:
        _log.exception("a person cannot be read")
        return None


def _as_viewer(desk: Desk, person: Person, day: date, session_id: str) -> Viewer:
    role = Role(person.role)
    return Viewer(
        person_id=person.id,
        name=person.name,
        email=person.email,
        role=role,
        language=language_of(person.language),
        scope=scope_of(role, grants.of_person(desk, person.id), day),
        session_id=session_id,
    )


def scope_of(role: Role, given: Iterable[Grant], day: date) -> Scope:
    """The accounts these grants open on a day to somebody of that role."""
    if role not in READS_ACCOUNTS:
        return NOBODY
    values: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for grant in given:
        if grant.holds_on(day):
            values[grant.kind].add(grant.value)
    if values[Kind.all]:
        return Scope(unlimited="granted")
    return Scope(
        customers=tuple(sorted(values[Kind.customer])),
        groups=tuple(sorted(values[Kind.group])),
        reps=tuple(sorted(values[Kind.rep])),
    )
