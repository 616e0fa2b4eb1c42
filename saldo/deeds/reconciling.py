"""Reconciling: to save what a match found, and to delete what one saved oneself."""

from __future__ import annotations

from datetime import date

from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.desk import reconciliations
from saldo.ledger.matching import Decisions, Status, Theirs
from saldo.reporting import Filters
from saldo.reporting.matching import Matched, vendor_ledger
from saldo.reporting.saved_matching import MOST_PACKED, packed, saved, unpacked

LONGEST_NAME = 80
MOST_SAVED = 100


def save_reconciliation(
    actor: Actor,
    *,
    name: str,
    file_name: str,
    filters: Filters,
    theirs: tuple[Theirs, ...],
    all_entries: bool,
    decisions: Decisions,
    since: date | None,
) -> int:
    """The key of a saved reconciliation, matched anew under the actor's own scope.

    It is about all the accounts that the filters leave. Raises `NotTheirs`: none of them is
    theirs; `Refused`: no name or one too long, too many saved, too large.
    """
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME:
        raise Refused("match.refused.name", most=LONGEST_NAME)
    accounts = actor.ask("statement_parties", filters)["customer_no"].to_list()
    if not accounts or not set(filters.customers) <= set(accounts):
        raise NotTheirs
    if reconciliations.saved_by(actor.desk, actor.viewer.person_id) >= MOST_SAVED:
        raise Refused("match.refused.too_many", most=MOST_SAVED)
    ledger = vendor_ledger(actor.books, actor.viewer.scope, filters)
    found = Matched(filters.as_of, theirs, ledger, all_entries, decisions, since)
    contents = packed(found)
    if len(contents) > MOST_PACKED:
        raise Refused("match.refused.too_large")
    return reconciliations.save(
        actor.desk,
        name=title,
        file_name=file_name[:200],
        as_of=filters.as_of,
        accounts=sorted(accounts),
        rows=len(theirs),
        differences=sum(
            count for status, count in found.counts.items() if status is not Status.matched
        ),
        contents=contents,
        by=actor.viewer.person_id,
        at=actor.at,
    )


def reconciliation_of(actor: Actor, *, key: int) -> Matched:
    """A saved one, where all its accounts are the actor's. Raises `NotTheirs`."""
    rows = saved(actor.books, actor.viewer.scope, Filters(as_of=actor.as_of))
    contents = reconciliations.contents(actor.desk, key)
    if key not in rows["reconciliation_id"].to_list() or contents is None:
        raise NotTheirs
    return unpacked(contents)


def delete_reconciliation(actor: Actor, *, key: int) -> None:
    """Delete one that the actor saved. Raises `NotTheirs`."""
    if not reconciliations.drop(actor.desk, key, by=actor.viewer.person_id, at=actor.at):
        raise NotTheirs
