"""Claims: requests for credit, their lines as they were asked for, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from saldo.desk import audit, tables
from saldo.desk.claims_tables import claim_events, claim_lines, claims
from saldo.desk.store import Desk
from saldo.desk.tables import people

_CLOSING = ("declined", "withdrawn")


class AlreadyClaimed(Exception):
    """A line stands in another live claim."""

    def __init__(self) -> None:
        super().__init__("a line stands in a live claim already")


class NotLive(Exception):
    """The claim was declined or withdrawn already."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} stands no longer")


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line of which an amount is asked back, without VAT; the sentences say why."""

    finding: str
    outcome: str
    serial_no: str
    model: str | None
    site_no: str | None
    site_name: str | None
    contract_no: str | None
    document_class: str
    invoice_no: str
    line_no: str
    issue_date: date
    service_start: date | None
    service_end: date | None
    billed_amount: Decimal
    correct_amount: Decimal
    claim_amount: Decimal
    vat_amount: Decimal | None
    says_en: str
    says_sv: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A request for credit to be made: whose, to which company, in which currency, its lines."""

    customer_no: str
    company_no: str
    currency: str
    seen_to: date
    snapshot: str
    lines: Sequence[Line]
    note: str = ""


def send(desk: Desk, wanted: Sequence[Claim], *, on: date, by: int, at: datetime) -> list[str]:
    """The numbers of new claims, all or none of them: K-2026-0001 and so on, without a gap.

    The caller has checked that `by` may see the customers. Raises `AlreadyClaimed`.
    """
    try:
        with desk.writing(changes_answers=True) as connection:
            _one_at_a_time(connection)
            return [_insert(connection, claim, on, by, at) for claim in wanted]
    except IntegrityError as error:
        raise AlreadyClaimed from error


def close(
    desk: Desk, number: str, *, kind: str, reason: str, on: date, by: int, at: datetime
) -> None:
    """Let a claim stand no longer: declined or withdrawn. Its lines can be claimed anew.

    Raises `NotLive`.
    """
    with desk.writing(changes_answers=True) as connection:
        _one_at_a_time(connection)
        claim_id = connection.execute(
            select(claims.c.id).where(claims.c.number == number)
        ).scalar_one()
        mine = claim_events.c.claim_id == claim_id
        closed = select(claim_events.c.id).where(mine, claim_events.c.kind.in_(_CLOSING))
        if connection.execute(closed).first():
            raise NotLive(number)
        _happened(connection, claim_id, number, kind=kind, reason=reason, on=on, by=by, at=at)
        connection.execute(
            update(claim_lines).where(claim_lines.c.claim_id == claim_id).values(live=None)
        )


def frame(desk: Desk) -> list[dict[str, Any]]:
    """Every claim, in the order of numbers, one dict per row, columns by name.

    Columns: number, customer_no, company_no, currency, seen_to, snapshot, note, and of its sending
    sent_on, sent_at, sent_by_name.
    """
    happened = claim_events.c
    asked = (
        select(
            claims.c.number, claims.c.customer_no, claims.c.company_no, claims.c.currency,
            claims.c.seen_to, claims.c.snapshot, claims.c.note, happened.on.label("sent_on"),
            happened.at.label("sent_at"), people.c.name.label("sent_by_name"),
        )
        .join(claim_events, happened.claim_id == claims.c.id)
        .join(people, people.c.id == happened.by)
        .where(happened.kind == "sent")
        .order_by(claims.c.year, claims.c.place)
    )  # fmt: skip
    return _rows(desk, asked)


def lines(desk: Desk) -> list[dict[str, Any]]:
    """Every line of every claim, with the claim's number, account, company, currency and sent_at.

    `claim_line` is its place within the claim, from 1.
    """
    kept = [
        column.label(column.name)
        for column in claim_lines.c
        if column.name not in ("claim_id", "place", "live")
    ]
    asked = (
        select(
            claims.c.number, claims.c.customer_no, claims.c.company_no, claims.c.currency,
            claim_lines.c.place.label("claim_line"), claim_events.c.at.label("sent_at"), *kept,
        )
        .join(claims, claims.c.id == claim_lines.c.claim_id)
        .join(claim_events, claim_events.c.claim_id == claims.c.id)
        .where(claim_events.c.kind == "sent")
        .order_by(claims.c.id, claim_lines.c.place)
    )  # fmt: skip
    return _rows(desk, asked)


def events(desk: Desk) -> list[dict[str, Any]]:
    """What happened to every claim, in order.

    Columns: number, customer_no, kind (sent, declined, withdrawn), event_on, reason, happened_at,
    by_name.
    """
    happened = claim_events.c
    asked = (
        select(
            claims.c.number, claims.c.customer_no, happened.kind, happened.on.label("event_on"),
            happened.reason, happened.at.label("happened_at"),
            people.c.name.label("by_name"),
        )
        .join(claims, claims.c.id == happened.claim_id)
        .join(people, people.c.id == happened.by)
        .order_by(happened.id)
    )  # fmt: skip
    return _rows(desk, asked)


def _rows(desk: Desk, asked: Any) -> list[dict[str, Any]]:
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def _one_at_a_time(connection: Connection) -> None:
    """Who numbers claims waits for whoever does now (SQLite waits for every writer anyhow)."""
    connection.execute(select(tables.revision.c.number).with_for_update())


def _insert(connection: Connection, claim: Claim, on: date, by: int, at: datetime) -> str:
    last = select(func.max(claims.c.place)).where(claims.c.year == on.year)
    place = (connection.execute(last).scalar_one() or 0) + 1
    number = f"K-{on.year}-{place:04d}"
    told = {
        "number": number, "year": on.year, "place": place, "customer_no": claim.customer_no,
        "company_no": claim.company_no, "currency": claim.currency, "seen_to": claim.seen_to,
        "snapshot": claim.snapshot, "note": claim.note,
    }  # fmt: skip
    claim_id = connection.execute(insert(claims).values(told).returning(claims.c.id)).scalar_one()
    rows = [
        asdict(line) | {"claim_id": claim_id, "place": at_line, "live": _live(claim, line)}
        for at_line, line in enumerate(claim.lines, start=1)
    ]
    connection.execute(insert(claim_lines), rows)
    _happened(connection, claim_id, number, kind="sent", reason="", on=on, by=by, at=at)
    return number


def _live(claim: Claim, line: Line) -> str:
    parts = (claim.company_no, line.document_class, line.invoice_no, line.line_no)
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def _happened(
    connection: Connection,
    claim_id: int,
    number: str,
    *,
    kind: str,
    reason: str,
    on: date,
    by: int,
    at: datetime,
) -> None:
    connection.execute(
        insert(claim_events).values(
            claim_id=claim_id, kind=kind, on=on, reason=reason, by=by, at=at
        )
    )
    audit.record(
        connection, at=at, person_id=by, action=f"claim {kind}", subject=number, detail=reason
    )
