"""Changes of the installed base that people asked for, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from saldo.desk import audit
from saldo.desk.changes_tables import change_events, change_requests
from saldo.desk.store import Desk
from saldo.desk.tables import people

Kind = Literal["remove", "move", "correct_serial", "add", "contact"]
Decision = Literal["approved", "declined", "withdrawn"]
KINDS: tuple[Kind, ...] = ("remove", "move", "correct_serial", "add", "contact")


class AlreadyAsked(Exception):
    """The same change of the same machine was asked for and is not settled yet."""

    def __init__(self, serial_no: str, receipt_no: str) -> None:
        """Build the message from the machine and the receipt of the earlier request."""
        super().__init__(f"{serial_no}: asked for already, {receipt_no}")
        self.serial_no = serial_no
        self.receipt_no = receipt_no


@dataclass(frozen=True, slots=True)
class Change:
    """One change to ask for. `on_date` is the day it takes effect, where it has one."""

    kind: Kind
    customer_no: str
    company_no: str
    serial_no: str | None = None
    on_date: date | None = None
    to_site: str | None = None
    new_serial: str | None = None
    model: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    note: str = ""


def ask(
    desk: Desk,
    changes: Sequence[Change],
    *,
    done: Sequence[int],
    by: int,
    at: datetime,
) -> str:
    """The receipt number of requests sent together: all of them are kept, or none.

    `done` are the requests that the source already shows: they stand in nobody's way. The caller
    has checked that `by` may see the accounts. Raises `AlreadyAsked`.
    """
    with desk.writing(changes_answers=True) as connection:
        for change in changes:
            _refuse_twice(connection, change, done)
        receipt_no = _receipt_no(connection, at)
        for change in changes:
            key = connection.execute(
                insert(change_requests)
                .values(receipt_no=receipt_no, asked_by=by, asked_at=at, **asdict(change))
                .returning(change_requests.c.id)
            ).scalar_one()
            _happened(connection, key, "asked", by=by, at=at, note=change.note)
        subject = f"{len(changes)} {changes[0].kind}" if changes else ""
        audit.record(
            connection, at=at, person_id=by, action="change asked", subject=receipt_no,
            detail=subject,
        )  # fmt: skip
        return receipt_no


def decide(
    desk: Desk, requests: Sequence[int], decision: Decision, *, note: str, by: int, at: datetime
) -> int:
    """How many requests were decided: those that nobody had decided before.

    The caller has checked that `by` may decide on the accounts.
    """
    with desk.writing(changes_answers=True) as connection:
        decided = 0
        for key in requests:
            changed = connection.execute(
                update(change_requests)
                .where(change_requests.c.id == key, change_requests.c.decision.is_(None))
                .values(decision=decision, decided_by=by, decided_at=at, decision_note=note)
            )
            if changed.rowcount:
                decided += 1
                _happened(connection, key, decision, by=by, at=at, note=note)
                audit.record(
                    connection, at=at, person_id=by, action=f"change {decision}", subject=f"{key}"
                )
        return decided


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every request, one dict per row, columns by name; whose it shows is decided in `reporting`.

    The table's columns, and asked_by_name and decided_by_name.
    """
    decider = people.alias("deciders")
    asked = (
        select(
            change_requests,
            people.c.name.label("asked_by_name"),
            decider.c.name.label("decided_by_name"),
        )
        .join(people, people.c.id == change_requests.c.asked_by)
        .outerjoin(decider, decider.c.id == change_requests.c.decided_by)
        .order_by(change_requests.c.id)
    )
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def events(desk: Desk) -> list[dict[str, Any]]:
    """Everything that happened to requests, in order: with customer_no and the person's name."""
    asked = (
        select(
            change_events,
            change_requests.c.customer_no,
            people.c.name.label("by_name"),
        )
        .join(change_requests, change_requests.c.id == change_events.c.request_id)
        .join(people, people.c.id == change_events.c.person_id)
        .order_by(change_events.c.id)
    )
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def _refuse_twice(connection: Connection, change: Change, done: Sequence[int]) -> None:
    if change.serial_no is None:
        return
    asked = change_requests.c
    earlier = connection.execute(
        select(asked.id, asked.receipt_no).where(
            asked.company_no == change.company_no,
            asked.customer_no == change.customer_no,
            asked.serial_no == change.serial_no,
            asked.kind == change.kind,
            asked.decision.is_(None) | (asked.decision == "approved"),
        )
    )
    for key, receipt_no in earlier:
        if key not in done:
            raise AlreadyAsked(change.serial_no, receipt_no)


def _receipt_no(connection: Connection, at: datetime) -> str:
    last = connection.execute(
        select(change_requests.c.id).order_by(change_requests.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    return f"CR-{at.year}-{(last or 0) + 1:05d}"


def _happened(
    connection: Connection, key: int, event: str, *, by: int, at: datetime, note: str
) -> None:
    connection.execute(
        insert(change_events).values(request_id=key, at=at, person_id=by, event=event, note=note)
    )
