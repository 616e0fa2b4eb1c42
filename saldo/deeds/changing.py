"""Changing: asking for changes of the installed base, deciding on them, taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from saldo.access import Role
from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.deeds.changes_checked import Checked, Wanted
from saldo.desk import changes
from saldo.desk.changes import AlreadyAsked
from saldo.reporting import Filters
from saldo.reporting.change_requests import seen_on

MOST = 500
"""So many changes can be asked for at once."""
_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class ChangeReceipt:
    """What the asker keeps: the number, the moment, and how many changes it is for."""

    number: str
    at: datetime
    changes: int


def change_problems(actor: Actor, *, wanted: Sequence[Wanted]) -> list[Refused | None]:
    """For each change what stands in its way, None where nothing does. Writes nothing."""
    checked, found = _checked(actor), list[Refused | None]()
    for each in wanted:
        try:
            checked.change(each)
        except Refused as refused:
            found.append(refused)
        else:
            found.append(None)
    return found


def request_changes(actor: Actor, *, wanted: Sequence[Wanted]) -> ChangeReceipt:
    """Ask for one change or many at once: all of them, or none.

    Raises `Refused` with the first thing that stands in the way: a machine or site that is not
    theirs answers as one that does not exist.
    """
    if not wanted:
        raise Refused("changing.nothing_chosen")
    if len(wanted) > MOST:
        raise Refused("changing.too_many", most=MOST)
    checked = _checked(actor)
    asked = [checked.change(each) for each in wanted]
    try:
        number = changes.ask(
            actor.desk, asked, done=checked.done, by=actor.viewer.person_id, at=actor.at
        )
    except AlreadyAsked as earlier:
        raise Refused(
            "changing.already_asked", serial=earlier.serial_no, receipt=earlier.receipt_no
        ) from None
    return ChangeReceipt(number, actor.at, len(asked))


def decide_changes(
    actor: Actor, *, requests: Sequence[int], approve: bool, reason: str = ""
) -> int:
    """How many requests were approved or declined by the account's rep.

    Raises `NotTheirs` for a request outside the rep's accounts; `Refused`: who is no rep, a
    refusal without a reason, all decided before.
    """
    if actor.viewer.role is not Role.rep:
        raise Refused("changing.reps_only")
    said = reason.strip()[:_LONGEST_REASON]
    if not approve and not said:
        raise Refused("changing.reason_missing")
    _theirs(actor, requests)
    decided = changes.decide(
        actor.desk,
        requests,
        "approved" if approve else "declined",
        note=said,
        by=actor.viewer.person_id,
        at=actor.at,
    )
    if not decided:
        raise Refused("changing.decided_already")
    return decided


def withdraw_change(actor: Actor, *, request_id: int) -> None:
    """Take back one's own request that nobody has decided yet.

    Raises `NotTheirs` where it is another's, `Refused` where it was decided.
    """
    found = _theirs(actor, [request_id])
    if found["asked_by"].item() != actor.viewer.person_id:
        raise NotTheirs
    by, at = actor.viewer.person_id, actor.at
    if not changes.decide(actor.desk, [request_id], "withdrawn", note="", by=by, at=at):
        raise Refused("changing.decided_already")


def _theirs(actor: Actor, requests: Sequence[int]) -> pl.DataFrame:
    found = _requests(actor).filter(pl.col("id").is_in(list(requests)))
    if not requests or found.height != len(set(requests)):
        raise NotTheirs
    return found


def _requests(actor: Actor) -> pl.DataFrame:
    """Every change request of the actor's accounts, compared with the newest sources."""
    filters = Filters(as_of=actor.as_of, status="all")
    return actor.ask("change_requests", filters, seen_on=seen_on(actor.books, filters))


def _checked(actor: Actor) -> Checked:
    asked = _requests(actor)
    return Checked(
        machines=actor.ask("machine_register"),
        sites=actor.ask("account_sites"),
        accounts=actor.ask("customers")["customer_no"].to_list(),
        waiting={
            (row["company_no"], row["serial_no"], row["kind"]): row["receipt_no"]
            for row in asked.iter_rows(named=True)
            if row["state"] in ("asked", "approved", "outstanding") and row["serial_no"]
        },
        done=asked.filter(state="done")["id"].to_list(),
        today=actor.at.date(),
    )
