"""The demo door: three people of the demo company whom anybody at this machine may enter as."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from saldo.access.offices import Office
from saldo.access.roles import Role
from saldo.desk import grants, people, sessions
from saldo.desk.grants import Grant, Kind
from saldo.desk.people import NoSuchPerson, Person
from saldo.settings import DEMO_MARKER

_ALWAYS = date(2000, 1, 1)


class BadDemo(Exception):
    """The marker of the demo home does not name its people rightly."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to enter as, and the one grant that decides what they see."""

    key: str
    name: str
    email: str
    role: Role
    grant_kind: Kind
    grant_value: str
    organisation: str = ""


def write_marker(home: Path, company: Sequence[DemoPerson]) -> None:
    """Make the home a demo home with these people to enter as."""
    lines = ["# This home holds the demo company. Its door needs no password: sample data only."]
    for person in company:
        lines += ["", "[[people]]"]
        lines += [f"{name} = {_quoted(getattr(person, name))}" for name in DemoPerson.__slots__]
    home.mkdir(parents=True, exist_ok=True)
    (home / DEMO_MARKER).write_text("\n".join(lines) + "\n", encoding="utf-8")


def demo_people(home: Path) -> tuple[DemoPerson, ...]:
    """The people of the demo home, in the order of the door. Raises `BadDemo`."""
    marker = home / DEMO_MARKER
    try:
        found = tomllib.loads(marker.read_text(encoding="utf-8")).get("people", [])
        return tuple(_person(entry) for entry in found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadDemo(f"{marker}: {error}") from error


def _person(entry: dict[str, Any]) -> DemoPerson:
    kind = Kind(entry["grant_kind"])
    if kind is Kind.all:
        raise ValueError("nobody of the demo company sees everything")
    return DemoPerson(**{**entry, "role": Role(entry["role"]), "grant_kind": kind})


def enter(office: Office, key: str) -> str | None:
    """The token of a new session as that person; None for an unknown key or outside a demo."""
    if not office.settings.is_demo:
        return None
    for wanted in demo_people(office.settings.home):
        if wanted.key == key:
            person = _settled(office, wanted)
            return sessions.start(office.desk, person.id, way="demo", at=office.now())
    return None


def _settled(office: Office, wanted: DemoPerson) -> Person:
    try:
        person = people.by_email(office.desk, wanted.email)
    except NoSuchPerson:
        person = people.add(
            office.desk,
            email=wanted.email,
            name=wanted.name,
            role=wanted.role.value,
            at=office.now(),
        )
    _grant_only(office, person, wanted.grant_kind, wanted.grant_value)
    return person


def _grant_only(office: Office, person: Person, kind: Kind, value: str) -> None:
    """The demo company may have been made anew: what was granted in the old one ends."""
    today = office.settings.today()
    for old in grants.of_person(office.desk, person.id):
        if old.holds_on(today) and (old.kind, old.value) != (kind, value):
            yesterday = today - timedelta(days=1)
            grants.end(office.desk, person.id, old.kind, old.value, last=yesterday, at=office.now())
    grants.give(office.desk, person.id, [Grant(kind, value, _ALWAYS)], at=office.now())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
