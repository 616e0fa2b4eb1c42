"""Feed viewers: who a feed's address stands for, with what they may see at this moment."""

from __future__ import annotations

import logging

from saldo.access.offices import Office
from saldo.access.roles import READS_ACCOUNTS
from saldo.access.viewer import Viewer, person_as_viewer
from saldo.desk import feeds
from saldo.desk.feeds import Feed

_log = logging.getLogger(__name__)


def feed_viewer(office: Office, token: str) -> tuple[Feed, Viewer] | None:
    """The feed of a token and its person under their present scope, or None for any doubt.

    Unknown, revoked, expired, the person disabled or of a role that reads no accounts, or any
    error: all the same None (fail closed).
    """
    try:
        now = office.now()
        feed = feeds.find(office.desk, token, at=now)
        viewer = person_as_viewer(office.desk, feed.person_id, now) if feed else None
        if feed is None or viewer is None or viewer.role not in READS_ACCOUNTS:
            return None
        return feed, viewer
    except Exception:
        _log.exception("the viewer of a feed cannot be read")
        return None
