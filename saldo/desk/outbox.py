"""The outbox: mail that waits, one per event and address, and what became of each.

`waiting` → `sending` → `sent`. A refusal that may pass puts a mail off, one that lasts makes it
`dead`; whose recipient lost the right to it is `dropped`. A send that was interrupted after the
server may have taken it is `unconfirmed`: sending it again could double it, so a person decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from saldo.desk import audit
from saldo.desk.outbox_tables import mail_domains, outbox
from saldo.desk.people import tidy_email
from saldo.desk.store import Desk
from saldo.desk.tables import people

LEASE = timedelta(minutes=10)
_DOMAIN = re.compile(r"(?=.{4,190}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_UNDECIDED = ("unconfirmed", "dead")


class NoDomain(Exception):
    """What was given is not the name of a domain."""

    def __init__(self, domain: str) -> None:
        super().__init__(f"{domain!r} is not a domain: give a name like example.se")


class NotAllowedTo(Exception):
    """The address belongs to no domain that the account may send to."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is in no domain of the account")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail being sent. `person_id` None: forwarded to a colleague of the account."""

    id: int
    kind: str
    event: str
    person_id: int | None
    address: str
    customer_no: str | None
    params: Mapping[str, Any]
    attempts: int
    queued_at: datetime


def queue(
    desk: Desk,
    *,
    kind: str,
    event: str,
    person_id: int,
    at: datetime,
    params: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Let a person be told of an event once; False where they were, or will be, already."""
    with desk.reading() as connection:
        address = connection.execute(
            select(people.c.email).where(people.c.id == person_id)
        ).scalar_one()
    row = {"person_id": person_id, "address": address}
    return _put(desk, row | _new(kind, event, params, at, not_before))


def forward(
    desk: Desk,
    *,
    kind: str,
    event: str,
    customer_no: str,
    address: str,
    at: datetime,
    params: Mapping[str, Any],
) -> bool:
    """Let a colleague of the account have something. Raises `NotAllowedTo`."""
    to = tidy_email(address)
    local, _, domain = to.rpartition("@")
    if not _LOCAL.fullmatch(local) or domain not in domains(desk, customer_no):
        raise NotAllowedTo(address)
    row = {"address": to, "customer_no": customer_no, "domain": domain}
    return _put(desk, row | _new(kind, event, params, at, None))


def domains(desk: Desk, customer_no: str) -> list[str]:
    """The domains that people of the account may forward to."""
    with desk.reading() as connection:
        chosen = select(mail_domains.c.domain).where(mail_domains.c.customer_no == customer_no)
        return list(connection.execute(chosen.order_by(mail_domains.c.domain)).scalars())


def allow_domain(
    desk: Desk, customer_no: str, domain: str, *, by: int | None, at: datetime
) -> None:
    """Let people of the account forward to addresses of a domain. Raises `NoDomain`."""
    name = domain.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(name):
        raise NoDomain(domain)
    if name in domains(desk, customer_no):
        return
    with desk.writing() as connection:
        connection.execute(
            insert(mail_domains).values(
                customer_no=customer_no, domain=name, added_by=by, added_at=at
            )
        )
        audit.record(
            connection, at=at, person_id=by, action="mail domain", subject=f"{customer_no} {name}"
        )


def claim(desk: Desk, *, worker: str, at: datetime) -> Mail | None:
    """The next mail that is due, now this worker's alone; None where there is none."""
    due = (outbox.c.status == "waiting") & (outbox.c.not_before <= at)
    with desk.writing() as connection:
        while True:
            row = connection.execute(select(outbox).where(due).order_by(outbox.c.id)).first()
            if row is None:
                return None
            taken = connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id, outbox.c.status == "waiting")
                .values(
                    status="sending",
                    worker=worker,
                    claimed_until=at + LEASE,
                    attempts=row.attempts + 1,
                )
            )
            if taken.rowcount == 1:
                return Mail(
                    row.id, row.kind, row.event, row.person_id, row.address, row.customer_no,
                    json.loads(row.params), row.attempts + 1, row.queued_at,
                )  # fmt: skip


def interrupted(desk: Desk, *, at: datetime) -> int:
    """Mark what a worker left in the middle as unconfirmed, once its time is up; how many."""
    with desk.writing() as connection:
        left = connection.execute(
            update(outbox)
            .where(outbox.c.status == "sending", outbox.c.claimed_until < at)
            .values(status="unconfirmed", ended_at=at, said="interrupted while sending")
        )
        return left.rowcount


def end(desk: Desk, mail: Mail, status: str, *, at: datetime, said: str = "") -> None:
    """What became of a mail being sent: sent, dead, dropped or unconfirmed, with the answer."""
    _leave(desk, mail, status=status, ended_at=at, said=said[:2000])


def put_off(desk: Desk, mail: Mail, *, until: datetime, said: str) -> None:
    """Try a mail being sent again later, with what was answered."""
    _leave(desk, mail, status="waiting", not_before=until, said=said[:2000])


def decide(desk: Desk, mail_id: int, *, again: bool, by: int | None, at: datetime) -> bool:
    """A person's decision about an unconfirmed or dead mail: send it again, or let it be."""
    values: dict[str, Any] = {"status": "dropped", "ended_at": at}
    if again:
        values = {"status": "waiting", "not_before": at, "ended_at": None, "attempts": 0}
    with desk.writing() as connection:
        done = connection.execute(
            update(outbox)
            .where(outbox.c.id == mail_id, outbox.c.status.in_(_UNDECIDED))
            .values(**values)
        )
        if done.rowcount:
            action = "mail sent again" if again else "mail let be"
            audit.record(connection, at=at, person_id=by, action=action, subject=f"mail {mail_id}")
        return bool(done.rowcount)


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every mail, one dict per row, without what it is about: newest first."""
    shown = [column for column in outbox.c if column.name not in ("params", "worker")]
    with desk.reading() as connection:
        rows = connection.execute(select(*shown).order_by(outbox.c.id.desc())).mappings()
        return [dict(row) for row in rows]


def _new(
    kind: str,
    event: str,
    params: Mapping[str, Any] | None,
    at: datetime,
    not_before: datetime | None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "event": event,
        "params": json.dumps(dict(params or {}), ensure_ascii=False),
        "status": "waiting",
        "attempts": 0,
        "queued_at": at,
        "not_before": not_before or at,
        "said": "",
    }


def _put(desk: Desk, row: dict[str, Any]) -> bool:
    try:
        with desk.writing() as connection:
            if _is_there(connection, row):
                return False
            connection.execute(insert(outbox).values(**row))
            return True
    except IntegrityError:
        with desk.reading() as connection:
            if _is_there(connection, row):  # another worker was faster
                return False
        raise


def _is_there(connection: Connection, row: Mapping[str, Any]) -> bool:
    same = (outbox.c.event == row["event"]) & (outbox.c.address == row["address"])
    return connection.execute(select(outbox.c.id).where(same)).first() is not None


def _leave(desk: Desk, mail: Mail, **values: Any) -> None:
    with desk.writing() as connection:
        connection.execute(
            update(outbox)
            .where(outbox.c.id == mail.id, outbox.c.status == "sending")
            .values(claimed_until=None, **values)
        )
