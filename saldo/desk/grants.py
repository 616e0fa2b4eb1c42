"""Grants: which accounts a person may see, from when and until when (rule 32)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import insert, or_, select, update

from saldo.desk import audit
from saldo.desk.store import Desk
from saldo.desk.tables import grants


class Kind(StrEnum):
    """What a grant names: one customer, a group's head, a rep's portfolio, or everything."""

    customer = "customer"
    group = "group"
    rep = "rep"
    all = "all"


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant. Both days are inclusive; `valid_to` None: until further notice."""

    kind: Kind
    value: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """True where the grant is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def give(
    desk: Desk, person_id: int, wanted: Iterable[Grant], *, at: datetime, by: int | None = None
) -> None:
    """Add grants; those the person already has are not doubled."""
    new = [grant for grant in wanted if grant not in set(of_person(desk, person_id))]
    if not new:
        return
    with desk.writing(changes_answers=True) as connection:
        connection.execute(
            insert(grants),
            [
                {
                    "person_id": person_id,
                    "kind": grant.kind.value,
                    "value": grant.value,
                    "valid_from": grant.valid_from,
                    "valid_to": grant.valid_to,
                }
                for grant in new
            ],
        )
        shown = ", ".join(f"{grant.kind} {grant.value}".strip() for grant in new[:20])
        audit.record(
            connection,
            at=at,
            person_id=by,
            action="grant given",
            subject=f"person {person_id}",
            detail=shown if len(new) <= 20 else f"{shown} and {len(new) - 20} more",
        )


def end(desk: Desk, person_id: int, kind: Kind, value: str, *, last: date, at: datetime) -> int:
    """Let matching grants end on a day; how many did."""
    with desk.writing(changes_answers=True) as connection:
        found = connection.execute(
            update(grants)
            .where(grants.c.person_id == person_id, grants.c.kind == kind.value)
            .where(grants.c.value == value)
            .where(or_(grants.c.valid_to.is_(None), grants.c.valid_to > last))
            .values(valid_to=last)
        )
        audit.record(
            connection,
            at=at,
            person_id=None,
            action="grant ended",
            subject=f"person {person_id}",
            detail=f"{kind} {value}".strip(),
        )
        return found.rowcount


def of_person(desk: Desk, person_id: int) -> list[Grant]:
    """All grants of a person, in force or not, in the order given."""
    with desk.reading() as connection:
        rows = connection.execute(
            select(grants.c.kind, grants.c.value, grants.c.valid_from, grants.c.valid_to)
            .where(grants.c.person_id == person_id)
            .order_by(grants.c.id)
        )
        return [Grant(Kind(kind), value, first, last) for kind, value, first, last in rows]
