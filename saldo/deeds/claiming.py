"""Claiming: to decide on findings of the billing check, and to ask back what was wrongly billed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from saldo.access import Role
from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.desk import claims, decisions
from saldo.desk.claims import AlreadyClaimed, Claim, Line, NotLive
from saldo.desk.decisions import Found
from saldo.documents.findings import explained
from saldo.i18n import Language, reader_for
from saldo.ledger.claims import Status, vat_of
from saldo.ledger.decisions import Decision, State
from saldo.reporting.billing import CLAIMS

LONGEST = 1000
_Finding = Mapping[str, Any]


def decide(
    actor: Actor,
    *,
    findings: Sequence[str],
    decision: Decision,
    reason: str = "",
    until: date | None = None,
) -> int:
    """Accept, contest, postpone or take up again these findings; how many they were.

    To contest takes a reason, to postpone a day to come.
    Raises `NotTheirs`, `Refused`: not for this role, nothing chosen, in a claim already.
    """
    _as_customer(actor)
    text = _text(reason)
    if decision is Decision.contested and not text:
        raise Refused("claims.refused.reason")
    if decision is Decision.postponed and (until is None or until <= actor.at.date()):
        raise Refused("claims.refused.until")
    chosen = _chosen(actor, findings)
    if any(row["state"] == State.claimed for row in chosen):
        raise Refused("claims.refused.claimed")
    _keep(actor, chosen, decision, text, until if decision is Decision.postponed else None)
    return len(chosen)


def claim(actor: Actor, *, findings: Sequence[str], note: str = "") -> list[str]:
    """The numbers of new claims for these findings: one per company, account and currency.

    What was not accepted yet is accepted by it. Raises `NotTheirs`, `Refused`: not for this role,
    nothing chosen, a finding that asks nothing back, in a claim already.
    """
    _as_customer(actor)
    chosen = _chosen(actor, findings)
    if any(row["outcome"] not in CLAIMS or not row["claim_amount"] for row in chosen):
        raise Refused("claims.refused.no_amount")
    if any(row["state"] == State.claimed for row in chosen):
        raise Refused("claims.refused.claimed")
    new = [row for row in chosen if row["state"] != State.accepted]
    wanted = _claims(actor, chosen, _text(note))
    try:
        numbers = claims.send(
            actor.desk, wanted, on=actor.at.date(), by=actor.viewer.person_id, at=actor.at
        )
    except AlreadyClaimed:
        raise Refused("claims.refused.claimed") from None
    if new:
        _keep(actor, new, Decision.accepted, "", None)
    return numbers


def withdraw(actor: Actor, *, claim_no: str, reason: str = "") -> None:
    """Ask a claim back no longer. Raises `NotTheirs`, `Refused`: not for this role, closed."""
    _as_customer(actor)
    _close(actor, claim_no, Status.withdrawn, _text(reason))


def decline(actor: Actor, *, claim_no: str, reason: str) -> None:
    """Say no to a claim, as the customer's account rep, and why.

    Raises `NotTheirs`, `Refused`: not for this role, no reason, closed.
    """
    if actor.viewer.role is not Role.rep:
        raise Refused("claims.refused.rep")
    if not _text(reason):
        raise Refused("claims.refused.reason")
    _close(actor, claim_no, Status.declined, _text(reason))


def _as_customer(actor: Actor) -> None:
    if actor.viewer.role is not Role.customer:
        raise Refused("claims.refused.customer")


def _chosen(actor: Actor, findings: Sequence[str]) -> list[_Finding]:
    """The findings of those keys, as they stand now. One that is not theirs is none."""
    if not findings:
        raise Refused("claims.refused.nothing")
    rows = actor.ask("billing_findings").iter_rows(named=True)
    by_key = {row["finding"]: row for row in rows}
    if not set(findings) <= by_key.keys():
        raise NotTheirs
    return [by_key[key] for key in dict.fromkeys(findings)]


def _keep(
    actor: Actor, rows: Iterable[_Finding], decision: Decision, reason: str, until: date | None
) -> None:
    names = [name for name in Found.__slots__ if name != "amount"]
    found = [Found(**{name: row[name] for name in names}, amount=_at_stake(row)) for row in rows]
    decisions.decide(
        actor.desk, found, decision=decision.value, until=until, reason=reason,
        by=actor.viewer.person_id, at=actor.at,
    )  # fmt: skip


def _at_stake(row: _Finding) -> Any:
    return max(row["claim_amount"], row["expected_amount"], row["monthly_amount"])


def _claims(actor: Actor, chosen: Sequence[_Finding], note: str) -> list[Claim]:
    fresh = actor.books.snapshot.freshness
    vat = _vat(actor, chosen)

    def account(row: _Finding) -> tuple[str, str, str]:
        return row["customer_no"], row["company_no"], row["currency"]

    return [
        Claim(
            *of,
            seen_to=fresh.last_business_date or actor.as_of,
            snapshot=fresh.build,
            lines=[_line(row, vat[_document_line(row)]) for row in rows],
            note=note,
        )
        for of, rows in groupby(
            sorted(chosen, key=lambda row: (account(row), _order(row))), account
        )
    ]


def _vat(actor: Actor, chosen: Sequence[_Finding]) -> dict[tuple[str, ...], _Finding]:
    invoices = sorted({row["invoice_no"] for row in chosen})
    rows = actor.ask("billing_vat", invoices=invoices).iter_rows(named=True)
    return {_document_line(row): row for row in rows}


def _document_line(row: _Finding) -> tuple[str, ...]:
    return row["company_no"], row["class"], row["invoice_no"], row["line_no"]


def _order(row: _Finding) -> tuple[str, ...]:
    return row["serial_no"], str(row["issue_date"]), row["invoice_no"], row["line_no"]


def _line(row: _Finding, said: _Finding) -> Line:
    """The finding frozen as it is asked for, in both languages."""
    named = ("document_class", "vat_amount", "says_en", "says_sv")
    return Line(
        **{name: row[name] for name in Line.__slots__ if name not in named},
        document_class=row["class"],
        vat_amount=vat_of(
            row["claim_amount"],
            net=said["net_amount"],
            rate=said["vat_rate"],
            vat=said["vat_amount"],
            currency=row["currency"],
        ),
        says_en=explained(row, reader_for(Language.en)),
        says_sv=explained(row, reader_for(Language.sv)),
    )


def _close(actor: Actor, claim_no: str, kind: Status, reason: str) -> None:
    if actor.ask("claims", claim_no=claim_no).is_empty():
        raise NotTheirs
    try:
        claims.close(
            actor.desk, claim_no, kind=kind.value, reason=reason, on=actor.at.date(),
            by=actor.viewer.person_id, at=actor.at,
        )  # fmt: skip
    except NotLive:
        raise Refused("claims.refused.closed") from None


def _text(given: str) -> str:
    text = given.strip()
    if len(text) > LONGEST:
        raise Refused("claims.refused.too_long", count=LONGEST)
    return text
