"""The first person of a home: made when it is started, let in by a one-time link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from saldo.settings import Settings

if TYPE_CHECKING:
    from saldo.access import Office
    from saldo.desk.people import Person

_UNNAMED = "first@saldo.invalid"


def first_person_link(
    settings: Settings, customers: Sequence[str], address: str | None = None
) -> str | None:
    """A one-time link for the home's first person, None once they have a password.

    The person is made where there is nobody yet; on arriving they give their own address. As
    soon as `customers` were loaded they may see all accounts, those of later loads too: whoever
    starts a home owns it. `address` is where the app is served.
    """
    from saldo.access import open_office
    from saldo.desk import people
    from saldo.desk.links import Purpose, make
    from saldo.web.address import base_url

    office = open_office(settings)
    try:
        person = _first(office)
        if customers:
            _see_everything(office, person)
        if people.password_hash(office.desk, person.id) is not None:
            return None
        purpose = Purpose.first if person.email == _UNNAMED else Purpose.password
        token = make(office.desk, person.id, purpose, at=office.now())
    finally:
        office.desk.close()
    return f"{address or base_url(settings)}/welcome/{token}"


def _first(office: Office) -> Person:
    from saldo.access import Role
    from saldo.desk import people

    known = people.everybody(office.desk)
    if known:
        return known[0]
    return people.add(office.desk, email=_UNNAMED, name="", role=Role.rep.value, at=office.now())


def _see_everything(office: Office, person: Person) -> None:
    from saldo.desk import grants
    from saldo.desk.grants import Grant, Kind

    today = office.settings.today()
    held = grants.of_person(office.desk, person.id)
    if not any(one.kind is Kind.all and one.holds_on(today) for one in held):
        grants.give(office.desk, person.id, [Grant(Kind.all, "", today)], at=office.now())
