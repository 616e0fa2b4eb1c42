"""Feed viewers: who a feed's address stands for, with what they may see at this moment."""

from __future__ import annotations

import logging

from saldo.access.offices import Office
from saldo.access.roles import READS_ACCOUNTS, Role
from saldo.access.viewer import Viewer, scope_of
from saldo.desk import feeds, grants, people
from saldo.desk.feeds import Feed
from saldo.i18n import language_of

_log = logging.getLogger(__name__)


def feed_viewer(office: Office, token: str) -> tuple[Feed, Viewer] | None:
    """The feed of a token and its person under their present scope, or None for any doubt.

    Unknown, revoked, expired, the person disabled or of a role that reads no accounts, or any
    error: all the same None (fail closed).
    """
    try:
        now = office.now()
        feed = feeds.find(office.desk, token, at=now)
        person = people.by_id(office.desk, feed.person_id) if feed else None
        if feed is None or person is None or Role(person.role) not in READS_ACCOUNTS:
            return None
        role = Role(person.role)
        scope = scope_of(role, grants.of_person(office.desk, person.id), now.date())
        language = language_of(person.language)
        return feed, Viewer(person.id, person.name, person.email, role, language, scope, "")
    except Exception:
        _log.exception("the viewer of a feed cannot be read")
        return None
