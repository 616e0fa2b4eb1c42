"""Subscribing: an address for one's calendar program, and taking it back."""

from __future__ import annotations

from urllib.parse import urlencode

from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.desk import feeds
from saldo.desk.feeds import TooManyFeeds
from saldo.reporting import BadFilter, Filters

KINDS = ("deliveries", "contracts")
"""What a calendar can be of."""


def subscribe(actor: Actor, *, kind: str, query: dict[str, str]) -> str:
    """The token of a new feed of the actor's own, told this once.

    `query` narrows it, as an address of the page does; what the feed tells is decided by the
    person's scope at each fetch. Raises `Refused`.
    """
    if kind not in KINDS:
        raise NotTheirs
    try:
        Filters.from_query(query, actor.as_of)
    except BadFilter as error:
        raise Refused("errors.bad_filter", name=error.field, value=error.value) from None
    kept = {name: text for name, text in query.items() if name not in ("as_of", "known_at")}
    person_id = actor.viewer.person_id
    try:
        return feeds.make(actor.desk, person_id, kind=kind, query=urlencode(kept), at=actor.at)
    except TooManyFeeds:
        raise Refused("calendar.too_many", most=feeds.MOST) from None


def end_subscription(actor: Actor, *, feed_id: int) -> None:
    """End a feed of the actor's own. Raises `NotTheirs`."""
    person_id = actor.viewer.person_id
    if not feeds.revoke(actor.desk, feed_id, person_id=person_id, at=actor.at):
        raise NotTheirs
