"""The audit trail: who did what to whom, and when. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from saldo.desk.store import Desk
from saldo.desk.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done. `person_id` None: the operator of the home, at the command line."""

    at: datetime
    person_id: int | None
    action: str
    subject: str
    detail: str


def record(
    connection: Connection,
    *,
    at: datetime,
    person_id: int | None,
    action: str,
    subject: str,
    detail: str = "",
) -> None:
    """Note one thing inside the transaction that does it."""
    connection.execute(
        insert(audit).values(
            at=at, person_id=person_id, action=action, subject=subject[:200], detail=detail
        )
    )


def note(
    desk: Desk, *, at: datetime, person_id: int | None, action: str, subject: str, detail: str = ""
) -> None:
    """Note something that writes nothing else: an export taken, a sign-in refused."""
    with desk.writing() as connection:
        record(
            connection, at=at, person_id=person_id, action=action, subject=subject, detail=detail
        )


def last_taken(desk: Desk, person_id: int) -> dict[str, datetime]:
    """When a person last took each export, by its name without the format."""
    taken = (audit.c.person_id == person_id, audit.c.action == "export taken")
    asked = select(audit.c.subject, func.max(audit.c.id)).where(*taken).group_by(audit.c.subject)
    latest: dict[str, datetime] = {}
    with desk.reading() as connection:
        newest = [number for _, number in connection.execute(asked)]
        rows = connection.execute(
            select(audit.c.subject, audit.c.at).where(audit.c.id.in_(newest)).order_by(audit.c.id)
        )
        for subject, at in rows:
            latest[subject.rpartition(".")[0]] = at
    return latest


def entries(desk: Desk, *, limit: int = 1000) -> list[Entry]:
    """The latest entries, newest first."""
    with desk.reading() as connection:
        rows = connection.execute(
            select(audit.c.at, audit.c.person_id, audit.c.action, audit.c.subject, audit.c.detail)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        return [Entry(*row) for row in rows]
