"""Views: the filters of a page kept under a name, one's own or shared with who sees the accounts.

A view holds filters and never rows: whoever opens it asks under their own scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.desk import views
from saldo.desk.views import NameTaken, View
from saldo.reporting import BadFilter, Filters
from saldo.reporting.accounts import customers

LONGEST_NAME = 60
MOST_ACCOUNTS = 1000
OPENED_ROWS = frozenset({"document", "payment", "order", "machine", "claim", "ask", "line"})
"""Parameters that open one row: no part of a view."""
_LONGEST = 2000


def save_view(actor: Actor, *, page: str, name: str, query: Mapping[str, str], shared: bool) -> int:
    """Keep the filters of a page under a name; shared with those of the role who see the accounts.

    Raises `Refused`: no name, one that is taken, a filter that cannot be, too many accounts to
    share; `NotTheirs` for an account of somebody else.
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        raise Refused("views.name_wrong", most=LONGEST_NAME)
    kept = checked(actor, query)
    seen = _seen(actor)
    wanted = Filters.from_query(kept, actor.as_of).customers
    if not set(wanted) <= seen:
        raise NotTheirs
    accounts = (wanted or tuple(sorted(seen))) if shared else ()
    if len(accounts) > MOST_ACCOUNTS:
        raise Refused("views.too_many_accounts", most=MOST_ACCOUNTS)
    try:
        return views.save(
            actor.desk,
            person_id=actor.viewer.person_id,
            role=actor.viewer.role.value,
            page=page,
            name=called,
            query=urlencode(kept),
            accounts=accounts,
            at=actor.at,
        )
    except NameTaken:
        raise Refused("views.name_taken", name=called) from None


def drop_view(actor: Actor, *, view_id: int) -> None:
    """Forget one's own view. Raises `NotTheirs`."""
    if not views.drop(actor.desk, view_id, person_id=actor.viewer.person_id):
        raise NotTheirs


def views_of(actor: Actor, *, page: str) -> list[View]:
    """One's own views of the page, and those shared about accounts that all are the actor's."""
    viewer = actor.viewer
    found = views.of_person(actor.desk, page, person_id=viewer.person_id, role=viewer.role.value)
    shared = any(view.owner != viewer.person_id for view in found)
    seen = _seen(actor) if shared else frozenset[str]()
    return [view for view in found if view.owner == viewer.person_id or view.accounts <= seen]


def open_view(actor: Actor, *, page: str, view_id: int) -> dict[str, str]:
    """The address of a view, checked anew. Raises `NotTheirs`, `Refused`."""
    for view in views_of(actor, page=page):
        if view.id == view_id:
            return checked(actor, dict(parse_qsl(view.query)))
    raise NotTheirs


def checked(actor: Actor, query: Mapping[str, str]) -> dict[str, str]:
    """The part of an address that a view keeps. Raises `Refused` for a filter that cannot be."""
    kept = {
        name: text for name, text in query.items() if text and name not in OPENED_ROWS | {"rows"}
    }
    if sum(len(name) + len(text) for name, text in kept.items()) > _LONGEST:
        raise Refused("views.too_long")
    try:
        Filters.from_query(kept, actor.as_of)
    except BadFilter as error:
        raise Refused("errors.bad_filter", name=error.field, value=error.value) from None
    return kept


def _seen(actor: Actor) -> frozenset[str]:
    """The numbers of the accounts that are the actor's."""
    found = customers(actor.books, actor.viewer.scope, Filters(as_of=actor.as_of))
    return frozenset(found["customer_no"])
