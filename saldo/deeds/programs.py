"""Programs: letting one's own programs read what one may see, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.desk import tokens
from saldo.desk.tokens import TooManyTokens
from saldo.reporting import Filters
from saldo.reporting.accounts import customers as accounts_of

LONGEST_DAYS = 365


def make_token(actor: Actor, *, name: str, days: int, customers: Sequence[str] = ()) -> str:
    """A token of the actor's own, told this once; for these accounts alone, else for all.

    Raises `Refused`: without a name, for too long, too many; `NotTheirs`: an account that is not.
    """
    called = name.strip()
    if not called or len(called) > 100:
        raise Refused("tokens.needs_name")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("tokens.days", most=LONGEST_DAYS)
    theirs = accounts_of(actor.books, actor.viewer.scope, Filters(as_of=actor.as_of))
    if not set(customers) <= set(theirs["customer_no"]):
        raise NotTheirs
    try:
        return tokens.make(
            actor.desk,
            actor.viewer.person_id,
            name=called,
            customers=tuple(customers) or None,
            at=actor.at,
            expires_at=actor.at + timedelta(days=days),
        )
    except TooManyTokens:
        raise Refused("tokens.too_many", most=tokens.MOST) from None


def end_token(actor: Actor, *, token_id: int) -> None:
    """End a token of the actor's own. Raises `NotTheirs`."""
    person_id = actor.viewer.person_id
    if not tokens.revoke(actor.desk, token_id, person_id=person_id, at=actor.at):
        raise NotTheirs
